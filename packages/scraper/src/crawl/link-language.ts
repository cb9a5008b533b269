/** Languages that sites of Europe keep under a path of their own. */
const codes = new Set(
  'en de fr es it nl pt pl cs cz sk sv se da dk no nb nn fi hu ro el gr tr bg hr sl sr et lv lt ru uk ua ca eu gl ja zh ko ar he'.split(
    ' ',
  ),
);

/**
 * The language an address is filed under: its first path segment (`/de/`, `/en-gb/`), its subdomain
 * (`fr.example.com`) or a `lang` parameter; null where it tells none.
 */
export function linkLanguage(url: URL): string | null {
  const { hostname, pathname, search } = url;
  const end = pathname.indexOf('/', 1);
  return (
    languageCode(pathname.slice(1, end < 0 ? undefined : end)) ??
    languageCode(hostname.slice(0, hostname.indexOf('.'))) ??
    (search === '' ? null : languageCode(/[?&]lang(?:uage)?=([^&]*)/i.exec(search)?.[1] ?? ''))
  );
}

/** `zh-hans` is the longest way to name a language. */
const maxCodeLength = 7;

function languageCode(text: string): string | null {
  if (text.length < 2 || text.length > maxCodeLength) return null;
  const code = /^([a-z]{2})([-_][a-z]{2,4})?$/i.exec(text)?.[1]?.toLowerCase();
  return code !== undefined && codes.has(code) ? code : null;
}

/**
 * The language to stay in: that of the home page's address, else the one that the page says it is in where
 * links are filed under it, else the one that most links have. Null where most links tell none.
 *
 * @param stated - the `lang` of the home page, a guess of its template as often as not
 */
export function siteLanguage(
  home: URL,
  links: readonly URL[],
  stated: string | null,
): string | null {
  const ofHome = linkLanguage(home);
  if (ofHome !== null) return ofHome;
  const code = languageCode(stated ?? '');
  if (code !== null && links.some((link) => linkLanguage(link) === code)) return code;
  const counts = new Map<string | null, number>([[null, 0]]);
  for (const link of links) {
    const language = linkLanguage(link);
    counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [[language] = [null]] = [...counts].sort(([, a], [, b]) => b - a);
  return language;
}
