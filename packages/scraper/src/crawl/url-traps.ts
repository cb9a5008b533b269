import { maxLinkLength } from './page-links.ts';

const maxSegments = 8;
const maxQueryParameters = 4;

/** Parameters that make endless or useless variants of a page. */
const trapParameters =
  /^(date|day|month|year|week|cal|calendar|tribe-bar-date|ical|replytocom|add-to-cart|add_to_cart|add_to_wishlist|share|print|sort|order|orderby|filter.*|sid|phpsessid|jsessionid|aspsessionid.*|session_?id|cfid|cftoken|redirect.*|return_?(to|url)?|next|q|s|query|search|keywords?)$/i;

const sessionInPath = /;jsessionid=|\/\(S\([a-z0-9]+\)\)\//i;
const dateInPath = /\/(19|20)\d\d[/-](0?[1-9]|1[0-2])([/-]|$)/;

/**
 * Tells whether an address looks like one of endlessly many: calendars, session ids, repeated path
 * segments, piles of parameters.
 */
export function isTrap(url: URL): boolean {
  if (url.href.length > maxLinkLength) return true;
  return (
    sessionInPath.test(url.pathname) ||
    dateInPath.test(url.pathname) ||
    hasRepeatedSegments(url.pathname) ||
    hasTrapQuery(url)
  );
}

function hasRepeatedSegments(path: string): boolean {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length > maxSegments) return true;
  return new Set(segments).size < segments.length - 1 || repeatsRun(segments);
}

/** `/a/b/a/b`: relative links that grow by one round each time. */
function repeatsRun(segments: readonly string[]): boolean {
  return segments.some(
    (segment, at) => segment === segments[at + 2] && segments[at + 1] === segments[at + 3],
  );
}

function hasTrapQuery(url: URL): boolean {
  if (url.search === '') return false;
  const names = [...url.searchParams.keys()];
  return names.length > maxQueryParameters || names.some((name) => trapParameters.test(name));
}
