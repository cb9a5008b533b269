import { isIP } from 'node:net';
import { registrableDomain } from './site-scope.ts';

/**
 * Chooses the address to try after one did not work: with or without `www.` where the name does not
 * exist, `http:` where the scheme was not given, the site's front page where a page deeper in is gone.
 *
 * @param code - the reason code that `url` failed with
 * @param hasScheme - whether the dataset named the scheme
 * @param tried - addresses that failed already
 * @returns null when there is nothing more to try
 */
export function nextHomeUrl(
  url: string,
  code: string,
  hasScheme: boolean,
  tried: ReadonlySet<string>,
): string | null {
  const alternatives: (string | null)[] = [];
  if (code === 'host_not_found') alternatives.push(otherName(url));
  else if (!hasScheme) alternatives.push(url.replace(/^https:/, 'http:'));
  if (code === 'http_404' || code === 'http_410') alternatives.push(new URL('/', url).href);
  return alternatives.find((other) => other !== null && !tried.has(other)) ?? null;
}

function otherName(url: string): string | null {
  const other = new URL(url);
  if (isIP(other.hostname.replace(/^\[|\]$/g, '')) !== 0) return null;
  const domain = registrableDomain(other.hostname);
  if (other.hostname === `www.${domain}`) other.hostname = domain;
  else if (other.hostname === domain) other.hostname = `www.${domain}`;
  else return null;
  return other.href;
}
