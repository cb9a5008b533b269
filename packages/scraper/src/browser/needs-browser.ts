import type { ParsedLinks } from '../crawl/page-links.ts';
import { findFrames, findScriptRedirect } from '../crawl/splash-targets.ts';
import { readGist, type PageGist } from '../soft-failures/page-gist.ts';

/** Why a page is opened in a browser although plain HTTP got it. */
export type BrowserNeed = 'empty_shell' | 'asks_for_javascript' | 'little_text';

/** An application that has not started, or a page that says what it lacks, has little more text; in characters. */
const maxShellText = 400;
/** A page with less text and hardly a link says too little; in characters. */
const maxLittleText = 200;
const maxLittleLinks = 4;

/** Where frameworks put what they draw, with nothing in it yet. */
const emptyRoot =
  /<(?:div|main|section)[^>]{0,300}\sid\s*=\s*["']?(?:root|app|application|react-root|__next|__nuxt|___gatsby|svelte|q-app|ember-app|app-root|main-app|page-root)["']?[^>]{0,300}>\s*(?:<!--[^>]{0,200}-->\s*)?<\/(?:div|main|section)>|<(app-root|my-app|main-app)[^>]{0,300}>[^<]{0,100}<\/\1>/i;
const asksForJavaScript =
  /(?:enable|activate|turn on|requires?|needs?|without|support) (?:your )?javascript|javascript (?:is |must be |needs to be |has been )?(?:required|disabled|enabled|turned off|not (?:enabled|supported))|javascript (?:bitte )?(?:aktivieren|aktiviert)|activer (?:le )?javascript|(?:habilit|activ)[ae]r? javascript|abilita(?:re)? javascript/i;
/** Scripts that only hold data do nothing. */
const runningScript =
  /<script(?![^>]{0,500}\stype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/template|text\/x-))[\s>]/i;
const loadedScript = /<script[^>]{0,500}\ssrc\s*=/i;

/**
 * Tells whether a page is worth a browser: it has scripts, and without them it says next to nothing. A page
 * that only sends its readers on is followed by plain HTTP.
 *
 * @param gist - of the page, where it has been read already
 */
export function needsBrowser(
  html: string,
  url: string,
  { links, refreshUrl }: Pick<ParsedLinks, 'links' | 'refreshUrl'>,
  gist: PageGist = readGist(html, links),
): BrowserNeed | null {
  const { text, linkCount, hasContactLink, html: start } = gist;
  // The gist has no markup where there is text enough.
  if (text.length > maxShellText || !runningScript.test(start)) return null;
  const leadsOn = refreshUrl !== null || findScriptRedirect(html, url) !== null;
  if (leadsOn || findFrames(html, url).length > 0) return null;
  if (emptyRoot.test(start)) return 'empty_shell';
  if (linkCount <= maxLittleLinks && asksForJavaScript.test(start)) return 'asks_for_javascript';
  const saysLittle = text.length <= maxLittleText && linkCount <= maxLittleLinks && !hasContactLink;
  return saysLittle && loadedScript.test(start) ? 'little_text' : null;
}
