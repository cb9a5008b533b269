import type { ImageDraft } from './images.ts';
import type { OpenElement } from './open-element.ts';
import type { Span } from './page-document.ts';
import { isAddressLength } from './page-limits.ts';

/** Of one style sheet, this much is searched for backgrounds; in characters. */
const MAX_SHEET_LENGTH = 200_000;
/** Addresses of a style sheet that are looked at. */
const MAX_ADDRESSES = 200;
/** A longer selector is cut; in characters. */
const MAX_SELECTOR_LENGTH = 300;

const ADDRESS = /url\(\s*(['"]?)([^'")\s]+)\1\s*\)/g;
const BACKGROUND_PROPERTY = /^\s*background(?:-image)?\s*:/i;
/** Of all the backgrounds of a sheet, those of elements that a logo or banner may be. */
const TELLING_SELECTOR = /logo|brand|banner|hero|slide|masthead|jumbotron|cover|splash/i;

/** Reads the backgrounds that a style sheet within the page gives to what is called a logo or banner. */
export function readStyleBackgrounds(
  element: Pick<OpenElement, 'region' | 'textOffset'>,
  html: string,
  content: Span,
): ImageDraft[] {
  const sheet = html.slice(content.start, Math.min(content.end, content.start + MAX_SHEET_LENGTH));
  const drafts: ImageDraft[] = [];
  let addresses = 0;
  for (const match of sheet.matchAll(ADDRESS)) {
    addresses += 1;
    if (addresses > MAX_ADDRESSES) break;
    const src = match[2] ?? '';
    const selector = selectorOf(sheet, match.index);
    if (selector === null || /^(?:data|about):/i.test(src) || !isAddressLength(src)) continue;
    const start = content.start + match.index + match[0].indexOf(src);
    drafts.push(draft(element, selector, src, { start, end: start + src.length }));
  }
  return drafts;
}

/** The selector of the rule whose background stands at `at`; null where it is none that tells anything. */
function selectorOf(sheet: string, at: number): string | null {
  const open = sheet.lastIndexOf('{', at);
  if (open < 0) return null;
  const property = Math.max(open, sheet.lastIndexOf(';', at)) + 1;
  if (!BACKGROUND_PROPERTY.test(sheet.slice(property, at))) return null;
  const before = sheet.slice(Math.max(0, open - MAX_SELECTOR_LENGTH), open);
  const selector = before.slice(Math.max(...['}', '{', ';', '*/'].map(endOf(before))));
  return TELLING_SELECTOR.test(selector) ? selector : null;
}

function endOf(text: string): (mark: string) => number {
  return (mark) => {
    const at = text.lastIndexOf(mark);
    return at < 0 ? 0 : at + mark.length;
  };
}

function draft(
  { region, textOffset }: Pick<OpenElement, 'region' | 'textOffset'>,
  selector: string,
  src: string,
  srcSpan: Span,
): ImageDraft {
  const className = selector.replaceAll(/[^\w-]+/g, ' ').trim();
  return {
    linkHref: null,
    written: {
      element: 'style',
      attribute: 'style',
      src,
      srcSpan,
      alt: '',
      title: '',
      id: '',
      className,
      width: null,
      height: null,
      ancestors: '',
      region,
      textOffset,
    },
  };
}
