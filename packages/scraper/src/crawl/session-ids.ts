/** Parameters that hold nothing but a visitor's session. */
const sessionNames =
  /^(phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|oscsid|zenid|xtcsid|cfid|cftoken|sess(ion)?_?id|sessid)$/i;
/** Parameters that may hold a session, or the number of a section. */
const doubtfulNames = /^(s|sid|ses|session)$/i;
/** What a session looks like: long, of letters and digits without a word in it. */
const sessionValue = /^(?=.*\d)[a-z0-9,-]{16,}$/i;

const parameterInPath = /;(jsessionid|phpsessid|sid)=[^/;]*/gi;
/** `/(S(x4fz2h55))/`, also with other letters before and behind. */
const folderInPath = /\/(?:\([A-Z]\([a-z0-9]+\)\))+(?=\/)|\/\((?:[A-Z]\([a-z0-9]+\))+\)(?=\/)/gi;

/**
 * Takes a visitor's session off an address, wherever it stands: the page is the same without. A new address
 * where there is one, else `url` itself.
 */
export function withoutSession(url: URL): URL {
  const path = withoutSessionInPath(url.pathname);
  const names = url.search === '' ? [] : [...url.searchParams].filter(isSession);
  if (path === url.pathname && names.length === 0) return url;
  const plain = new URL(url);
  plain.pathname = path;
  for (const [name] of names) plain.searchParams.delete(name);
  return plain;
}

function withoutSessionInPath(path: string): string {
  if (!path.includes(';') && !path.includes('/(')) return path;
  return path.replace(parameterInPath, '').replace(folderInPath, '');
}

function isSession([name, value]: readonly [string, string]): boolean {
  return sessionNames.test(name) || (doubtfulNames.test(name) && sessionValue.test(value));
}
