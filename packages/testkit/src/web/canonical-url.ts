const ESCAPE = /%[0-9a-f]{2}/gi;
const UNRESERVED = /[\w.~-]/;

/**
 * One spelling per resource: WHATWG parsing (lowercase scheme and host, no default port, `/` for an
 * empty path), no fragment, no trailing dot of the host, upper-case percent escapes, and no escape
 * where none is needed (RFC 3986, 6.2.2). Paths stay case-sensitive.
 *
 * @param ownPort - a port that stands for the scheme's default one, such as the test web's origin port
 * @throws TypeError when the text is no absolute URL
 */
export function canonicalUrl(url: string | URL, ownPort?: number): URL {
  const canonical = new URL(url);
  canonical.hash = '';
  if (canonical.port !== '' && Number(canonical.port) === ownPort) canonical.port = '';
  if (canonical.hostname.endsWith('.')) canonical.hostname = canonical.hostname.slice(0, -1);
  if (canonical.href.includes('%')) {
    canonical.pathname = canonical.pathname.replace(ESCAPE, canonicalEscape);
    canonical.search = canonical.search.replace(ESCAPE, canonicalEscape);
  }
  return canonical;
}

function canonicalEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return UNRESERVED.test(character) ? character : escape.toUpperCase();
}
