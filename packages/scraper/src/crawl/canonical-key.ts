import { withoutSession } from './session-ids.ts';
import { isTracking } from './tracking-parameters.ts';

/** What servers show for a folder. */
const indexFile = /\/(?:index|default|home)\.[a-z]{3,5}$/i;

/**
 * Spells an address such that two spellings of one page are equal: scheme, `www.`, index files, slashes,
 * order of parameters, sessions, tracking, escapes and letter case do not matter. It is a key, not an address to
 * fetch.
 *
 * @param url - absolute
 */
export function canonicalKey(url: string): string {
  const { hostname, port, pathname, search, searchParams } = withoutSession(new URL(url));
  const host = port === '' ? bareHost(hostname) : `${bareHost(hostname)}:${port}`;
  const query = search === '' ? '' : canonicalQuery(searchParams);
  return `${host}${canonicalPath(pathname)}${query}`.toLowerCase();
}

function bareHost(hostname: string): string {
  return hostname.replace(/^www\.(?=[^.]+\.[^.])/, '').replace(/\.$/, '');
}

function canonicalPath(pathname: string): string {
  const path = pathname.replaceAll(/\/{2,}/g, '/').replace(indexFile, '/');
  return withoutEnd(decoded(path));
}

function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Takes slashes and spaces off the end: by hand, a regular expression would start anew at each of many. */
function withoutEnd(path: string): string {
  let end = path.length;
  while (end > 0 && (path[end - 1] === '/' || path[end - 1]?.trim() === '')) end -= 1;
  return path.slice(0, end);
}

function canonicalQuery(parameters: URLSearchParams): string {
  const telling = [...parameters].filter((parameter) => !isTracking(parameter));
  const sorted = new URLSearchParams(telling);
  sorted.sort();
  return telling.length === 0 ? '' : `?${sorted.toString()}`;
}
