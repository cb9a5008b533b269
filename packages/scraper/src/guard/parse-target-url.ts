import { isIP } from 'node:net';
import { fetchError } from '../fetch/fetch-error.ts';

/** A website as a dataset names it, made into an address. */
export interface TargetUrl {
  /** Normalised, `http:` or `https:`, without fragment. */
  readonly url: string;
  /** False where the scheme was not given and `https:` was assumed. */
  readonly hasScheme: boolean;
}

/** Longer ones do not work in browsers either. */
const maxLength = 2_048;

/** Invisible characters that spreadsheets carry along: zero-width ones, soft hyphen, direction marks. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/**
 * Reads what people write into a website column: ` HTTP://Example.COM `, `www.example.com/x`,
 * `example.com`, `//example.com`, `<http://example.com>`, a name in any script.
 *
 * Whether the address may be contacted is not decided here but by the guard.
 *
 * @throws StageError `invalid_url`
 */
export function parseTargetUrl(text: string): TargetUrl {
  const cleaned = text
    .replaceAll(invisible, '')
    .trim()
    .replace(/^[<"'(]+|[>"')]+$/g, '')
    .trim();
  const scheme = /^([a-z][a-z0-9+.-]*):[/\\]{1,}/i.exec(cleaned)?.[1]?.toLowerCase();
  const hasScheme = scheme !== undefined;
  const url = URL.parse(hasScheme ? cleaned : `https://${cleaned.replace(/^\/+/, '')}`);
  const problem = findProblem(cleaned, url, hasScheme);
  if (url === null || problem !== null) {
    throw fetchError('invalid_url', text.slice(0, maxQuoted), { detail: problem ?? notAnAddress });
  }
  url.hash = '';
  url.hostname = url.hostname.replace(/\.$/, '');
  return { url: url.href, hasScheme };
}

/** Characters of a cell that an error message quotes. */
const maxQuoted = 200;
const notAnAddress = 'write it as `https://example.com`';

function findProblem(text: string, url: URL | null, hasScheme: boolean): string | null {
  if (url === null || text.length > maxLength) return notAnAddress;
  if (!/^https?:$/.test(url.protocol)) return `scheme \`${url.protocol}\``;
  if (url.username !== '' || url.password !== '') {
    return hasScheme ? 'it holds a user name' : 'it is an e-mail address';
  }
  return hasScheme || isBareHost(text, url) ? null : notAnAddress;
}

// The URL parser takes `42` and `1.5` for IP addresses, and `none` for a host of the local network.
function isBareHost(text: string, url: URL): boolean {
  const host = text.replace(/^\/+/, '').split(/[/?#\\:]/, 1)[0] ?? '';
  if (text.includes('[')) return true;
  return isIP(url.hostname) === 0 ? url.hostname.includes('.', 1) : host === url.hostname;
}
