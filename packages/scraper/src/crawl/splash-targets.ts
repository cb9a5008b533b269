import type { PageLink } from './page-links.ts';
import { isNoPage } from './unwanted-links.ts';

/** A page that a script sends its readers away from is smaller than this, in characters. */
const maxRedirectPageLength = 4_096;
/** A page with more links than this is no splash page. */
const maxSplashLinks = 4;
const maxFrames = 3;
/** Of a tag, this much is read; in characters. */
const maxTagLength = 2_000;

const scriptRedirect =
  /(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*(?:=|\.(?:replace|assign)\()\s*["']([^"'\s]+)["']/;
const entrance =
  /^\W*(enter|enter (the )?(web)?site|skip( intro)?|click here( to enter)?|continue|home|homepage|welcome|english|start|weiter|eintreten|zur (start|home)seite|startseite|deutsch|entrez|entrer|accueil|français|entrar|inicio|español|entra|italiano|binnen|naar de site|nederlands|wejście|wejdź|polski|vstup|vstoupit|česky|svenska|dansk|norsk|suomi|magyar|português)\W*$/iu;

/** Finds where a small page's script sends its readers at once; null where none does. */
export function findScriptRedirect(html: string, pageUrl: string): string | null {
  if (html.length > maxRedirectPageLength) return null;
  const target = scriptRedirect.exec(html)?.[1];
  return target === undefined ? null : webUrl(target, pageUrl);
}

/** Frames that only hold a colour or keep others apart are called so: `border.htm`, `bg_left.html`, `leer1.htm`. */
const blankFrame =
  /\/(?:border|rand|bg|background|leer|blank|empty|vide|vacio|vuoto|spacer|dummy|void)(?:[-_\d][^/]*)?\.\w+$/i;

/** Finds the pages that a frameset is made of, in order, without those that tell nothing. */
export function findFrames(html: string, pageUrl: string): string[] {
  if (!/<frameset[\s>]/i.test(html)) return [];
  const urls = new Set<string>();
  for (const tag of frameTags(html)) {
    const source = /\ssrc\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1];
    const url = source === undefined ? null : webUrl(source, pageUrl);
    if (url !== null && !blankFrame.test(URL.parse(url)!.pathname)) urls.add(url);
    if (urls.size === maxFrames) break;
  }
  return [...urls];
}

/** The opening tags of frames, cut where they are too long; each character is looked at once. */
function* frameTags(html: string): Generator<string> {
  const opening = /<frame\s/gi;
  for (let found = opening.exec(html); found !== null; found = opening.exec(html)) {
    const end = html.indexOf('>', found.index);
    if (end < 0) return;
    yield html.slice(found.index, Math.min(end, found.index + maxTagLength));
    opening.lastIndex = end;
  }
}

/** Finds the way in on a page that hardly links to anything else: a link that says so, or a picture that is the only one. */
export function findEntrance(links: readonly PageLink[], pageUrl: string): string | null {
  const ways = links.filter(({ url }) => /^https?:/.test(url) && url !== pageUrl);
  const pages = new Set(ways.map(({ url }) => url));
  if (pages.size > maxSplashLinks) return null;
  const named = ways.find(({ text }) => entrance.test(text));
  if (named !== undefined || pages.size > 1) return named?.url ?? null;
  const isPicture = ({ url, text }: PageLink): boolean => text === '' && isPageBeside(url, pageUrl);
  return ways.every(isPicture) ? (ways[0]?.url ?? null) : null;
}

/** Another page of the same host, no file such as the picture itself in large. */
function isPageBeside(address: string, pageUrl: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.host === URL.parse(pageUrl)?.host && !isNoPage(url);
}

function webUrl(address: string, baseUrl: string): string | null {
  const url = URL.parse(address, baseUrl);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
