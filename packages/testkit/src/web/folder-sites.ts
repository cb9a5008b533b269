import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Handler } from './handler.ts';
import type { Site } from './site.ts';
import { canonicalUrl } from './canonical-url.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
  '.json': 'application/json',
};

interface RoutesLine {
  readonly host: string;
  /** File under `pages/` by absolute URL. */
  readonly routes: Readonly<Record<string, string>>;
}

/**
 * Reads a folder of saved sites: `routes.jsonl` with a line `{host, routes: {absoluteUrl: file}}` per
 * host, files relative to `pages/`. Bytes are served as they lie there, without a charset in the
 * header, so that a reader has to find the encoding as it would on the live site.
 *
 * @returns the sites by lowercase host
 */
export async function readFolderSites(folder: string): Promise<Map<string, Site>> {
  const lines = (await readFile(join(folder, 'routes.jsonl'), 'utf8')).split('\n');
  const sites = new Map<string, Site>();
  for (const line of lines) {
    if (line.trim() === '') continue;
    const { host, routes }: RoutesLine = JSON.parse(line);
    sites.set(host.toLowerCase(), folderSite(join(folder, 'pages'), routes));
  }
  return sites;
}

function folderSite(pagesFolder: string, routes: Readonly<Record<string, string>>): Site {
  const handlers = new Map<string, Handler>();
  for (const [url, file] of Object.entries(routes)) {
    handlers.set(canonicalUrl(url).href, savedFile(join(pagesFolder, file)));
  }
  return { options: {}, find: (url) => handlers.get(url.href) };
}

function savedFile(path: string): Handler {
  const type = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream';
  return async ({ response }) => {
    const body = await readFile(path);
    response.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body);
  };
}
