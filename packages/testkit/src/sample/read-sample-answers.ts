import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { placeholderImage } from '../web/placeholder-image.ts';
import { encodeWindows1252 } from './encode-windows-1252.ts';
import { readSampleSite, type SampleSite, type SpecialAnswer } from './sample-site.ts';

/** What the web of the sample answers to one address. */
export interface SampleAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const rulesFile = 'site.json';

const otherTypes: Readonly<Record<string, string>> = {
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/**
 * Reads the web that a folder describes: a folder for each host, in it the files under the paths of their
 * addresses. `index.html` answers for its folder, to which the address without the slash redirects.
 *
 * @returns sorted by address
 */
export async function readSampleAnswers(sitesFolder: string): Promise<SampleAnswer[]> {
  const hosts = await readdir(sitesFolder);
  const answers = await Promise.all(
    hosts.map((host) => readHostAnswers(host, join(sitesFolder, host))),
  );
  return answers.flat().sort((a, b) => (a.url < b.url ? -1 : 1));
}

async function readHostAnswers(host: string, folder: string): Promise<SampleAnswer[]> {
  const site = await readSampleSite(folder);
  const origin = `${site.scheme}://${host}`;
  const files = await listPublished(folder, site);
  const answers = await Promise.all([
    ...files.map((file) => fileAnswers(new URL(file, origin), join(folder, file), site)),
    ...Object.entries(site.answers).map(([path, answer]) =>
      specialAnswer(new URL(path, origin).href, answer, folder, site),
    ),
  ]);
  const images = Object.entries(site.images).map(([path, size]) =>
    imageAnswer(new URL(path, origin), size),
  );
  return [...answers.flat(), ...images];
}

async function listPublished(folder: string, site: SampleSite): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hidden = new Set([rulesFile, ...Object.values(site.answers).map(({ file }) => file)]);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((file) => !hidden.has(file));
}

async function specialAnswer(
  url: string,
  { status, location, file }: SpecialAnswer,
  folder: string,
  site: SampleSite,
): Promise<SampleAnswer> {
  if (location !== undefined) return redirect(url, location, status);
  if (file === undefined) throw new Error(`\`${url}\` needs a \`location\` or a \`file\``);
  return { ...(await fileAnswer(url, join(folder, file), site)), status };
}

async function fileAnswers(url: URL, path: string, site: SampleSite): Promise<SampleAnswer[]> {
  if (!url.pathname.endsWith('/index.html')) return [await fileAnswer(url.href, path, site)];
  const folderUrl = new URL('.', url).href;
  const answer = await fileAnswer(folderUrl, path, site);
  const isRoot = url.pathname === '/index.html';
  const otherUrl = isRoot ? url.href : folderUrl.replace(/\/$/, '');
  return [answer, redirect(otherUrl, folderUrl, 301)];
}

async function fileAnswer(url: string, path: string, site: SampleSite): Promise<SampleAnswer> {
  const text = await readFile(path, 'utf8');
  const type = otherTypes[extname(path)];
  const headers = { 'content-type': type ?? site.contentType };
  const isOld = type === undefined && site.encoding === 'windows-1252';
  const body = isOld ? encodeWindows1252(text) : Buffer.from(text, 'utf8');
  return { url, status: 200, headers, body };
}

function imageAnswer({ href, pathname }: URL, size: string): SampleAnswer {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(size) ?? [];
  const image = placeholderImage(pathname, { width: Number(width), height: Number(height) });
  if (height === undefined || image === null) {
    throw new Error(`\`${href}\` is no image of \`${size}\`: write width and height as \`180x64\``);
  }
  return {
    url: href,
    status: 200,
    headers: { 'content-type': image.contentType },
    body: image.body,
  };
}

function redirect(url: string, location: string, status: number): SampleAnswer {
  return { url, status, headers: { location }, body: new Uint8Array() };
}
