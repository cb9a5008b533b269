import { maxLinkLength } from './page-links.ts';

const maxSegments = 8;
const maxQueryParameters = 4;

/** Parameters that make endless or useless variants of a page. */
const trapParameters =
  /^(date|day|month|year|week|cal|calendar|tribe-bar-date|ical|replytocom|add-to-cart|add_to_cart|add_to_wishlist|share|print|printable|printer_?friendly|sort|order|orderby|filter.*|oldid|redirect.*|return_?(to|url)?|next|q|s|query|search|keywords?)$/i;

/** Views of a page that are made to be printed, saved, edited or opened in a window of their own. */
const printPath = /\/print(er|able)?([-_]?(friendly|version|view))?(\.\w{2,5})?(\/|$)/i;
const printParameter =
  /[?&](?:(?:view|format|mode|output|display|layout|style|media|type)=(?:print\w*|pdf|raw|98)|tmpl=component|pop=1|action=(?:history|edit|raw|info|print))(?:&|$)/i;

/** Pages of a list after its first, in the words that sites number them with. */
const furtherPath = /\/(page|seite|pagina|strona|stranka|side|sida|sivu|oldal|sayfa)[/-]?\d+\/?$/i;
const furtherParameter =
  /^(p|pg|page|paged|page_?(no|num|number)|cpage|start|offset|limitstart|seite|pagina|strona|stranka|side|sida|sivu|oldal|sayfa)$/i;

const dateInPath = /\/(19|20)\d\d[/-](0?[1-9]|1[0-2])([/-]|$)/;

/**
 * Tells whether an address looks like one of endlessly many, or of many views of one page: calendars, print
 * views, repeated path segments, piles of parameters.
 */
export function isTrap(url: URL): boolean {
  if (url.href.length > maxLinkLength) return true;
  return (
    printPath.test(url.pathname) ||
    printParameter.test(url.search) ||
    dateInPath.test(url.pathname) ||
    hasRepeatedSegments(url.pathname) ||
    hasTrapQuery(url)
  );
}

/**
 * Tells whether an address is that of a list's second or a further page, as far as an address can tell: in some
 * systems any page has a number, so what links say of it counts more.
 */
export function isFurtherPage(url: URL): boolean {
  if (furtherPath.test(url.pathname)) return true;
  if (url.search === '') return false;
  return [...url.searchParams].some(
    ([name, value]) => furtherParameter.test(name) && /^\d+$/.test(value),
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
