import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a site does beyond giving out its files: `site.json` in its folder, every field optional. */
export interface SampleSite {
  /** Default `https`. */
  readonly scheme: 'http' | 'https';
  /** Of its HTML files. Default `text/html; charset=utf-8`; old servers name no charset. */
  readonly contentType: string;
  /** In which its HTML files, kept as UTF-8, go out. Default `utf-8`. */
  readonly encoding: 'utf-8' | 'windows-1252';
  /** By path, instead of a file of that path. */
  readonly answers: Readonly<Record<string, SpecialAnswer>>;
  /** By path, their sizes in pixels, such as `180x64`: drawn when the archive is built, in one colour. */
  readonly images: Readonly<Record<string, string>>;
}

/** A redirect, with `location`, or a file under another status than 200. */
export interface SpecialAnswer {
  readonly status: number;
  /** Absolute, or relative to the path. */
  readonly location?: string;
  /** In the site's folder; given out here and nowhere else. */
  readonly file?: string;
}

const plainSite: SampleSite = {
  scheme: 'https',
  contentType: 'text/html; charset=utf-8',
  encoding: 'utf-8',
  answers: {},
  images: {},
};

/**
 * Reads how the site in a folder behaves.
 *
 * @throws Error when `site.json` has a field that does not exist
 */
export async function readSampleSite(folder: string): Promise<SampleSite> {
  const path = join(folder, 'site.json');
  const text = await readFile(path, 'utf8').catch(emptyWhereMissing);
  const written = JSON.parse(text) as Partial<SampleSite>;
  const unknown = Object.keys(written).find((name) => !Object.hasOwn(plainSite, name));
  if (unknown !== undefined) throw new Error(`\`${path}\` has a field \`${unknown}\`: remove it`);
  return { ...plainSite, ...written };
}

function emptyWhereMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '{}';
  throw error;
}
