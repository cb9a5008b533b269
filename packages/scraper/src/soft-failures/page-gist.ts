import type { PageLink } from '../crawl/page-links.ts';

/** What little of a page tells whether it is one; see `classifyPage`. */
export interface PageGist {
  /** Of `<title>`, lower case, white space folded. */
  readonly title: string;
  /** Of the first `<h1>`, likewise; empty where there is text enough. */
  readonly heading: string;
  /** The first visible text, lower case, white space folded; at most 1,501 characters. */
  readonly text: string;
  /** What the page links to on the web, each address once. */
  readonly linkCount: number;
  /** A `mailto:` or `tel:` link: somebody wants to be reached. */
  readonly hasContactLink: boolean;
  /** As served, cut where pages that say nothing have long ended; empty where there is text enough. */
  readonly html: string;
}

/** A page with more visible text says something; in characters. */
const maxWallLength = 1_500;
/** What is read of a page's text. */
const maxTextLength = maxWallLength + 1;
/** Markup beyond this is not searched for the marks of parking and bot walls; in characters. */
const maxHtmlLength = 64_000;
/** A longer title or heading is a text; in characters. */
const maxTitleLength = 300;

/** The ends of elements whose content nobody sees. */
const hiddenEnds = new Map(
  ['script', 'style', 'noscript', 'template', 'head', 'svg', 'select', 'textarea'].map((name) => [
    name,
    new RegExp(`</${name}[\\s>]`, 'gi'),
  ]),
);
const hiddenNames = [...hiddenEnds.keys()];
const hiddenStart = new RegExp(`^(?:${hiddenNames.join('|')})(?=[\\s/>])`, 'i');
const hiddenInitials = new Set(
  hiddenNames.flatMap((name) => [name.charAt(0), name.charAt(0).toUpperCase()]),
);
/** Of the longest name and what ends it. */
const maxHiddenLength = Math.max(...hiddenNames.map(({ length }) => length)) + 1;
const headingStarts = { title: /<title[\s>]/i, h1: /<h1[\s>]/i };

/**
 * Reads the gist of a page; each character is looked at a bounded number of times. Of a page with text
 * enough only the title is read: there is nothing else that could speak against it.
 */
export function readGist(html: string, links: readonly PageLink[]): PageGist {
  const start = html.slice(0, maxHtmlLength);
  const title = elementText(start, 'title');
  const text = visibleText(html).toLowerCase();
  const hasContactLink = links.some(({ url }) => /^(mailto|tel):/i.test(url));
  if (text.length > maxWallLength) {
    return { title, heading: '', text, linkCount: links.length, hasContactLink, html: '' };
  }
  const webUrls = new Set(links.map(({ url }) => url).filter((url) => /^https?:/i.test(url)));
  const heading = elementText(start, 'h1');
  return { title, heading, text, linkCount: webUrls.size, hasContactLink, html: start };
}

/**
 * The visible text that a page begins with, white space folded, entities as written; stops as soon as
 * there is more than `maxTextLength` of it, so that an ordinary page costs no more than its first lines.
 */
function visibleText(html: string): string {
  const parts: string[] = [];
  let length = 0;
  let at = 0;
  while (at < html.length && length <= maxTextLength) {
    const tag = html.indexOf('<', at);
    const end = tag < 0 ? html.length : tag;
    const limit = Math.min(end, at + maxTextLength + 1);
    const start = afterBlanks(html, at, limit);
    const text = start === limit ? '' : html.slice(at, limit).replaceAll(/\s+/g, ' ');
    if (text.trim() !== '') {
      parts.push(text);
      length += text.length;
    }
    if (tag < 0) break;
    at = afterTag(html, tag);
  }
  return parts.join(' ').replaceAll(/\s+/g, ' ').trim().slice(0, maxTextLength);
}

/** Where something other than white space stands first, or `end`: between most tags there is nothing else. */
function afterBlanks(html: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(html.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Where reading goes on after the tag at `tag`, past the content of an element that is not shown. */
function afterTag(html: string, tag: number): number {
  if (html.startsWith('<!--', tag)) return after(html, '-->', tag + 4);
  const hidden = hiddenElementAt(html, tag + 1);
  if (hidden === undefined) return after(html, '>', tag + 1);
  const closing = hiddenEnds.get(hidden)!;
  closing.lastIndex = tag + 1;
  const found = closing.exec(html);
  return found === null ? html.length : after(html, '>', found.index);
}

/** Names are rarely those of hidden elements: their first letters tell. */
function hiddenElementAt(html: string, at: number): string | undefined {
  if (!hiddenInitials.has(html.charAt(at))) return undefined;
  return hiddenStart.exec(html.slice(at, at + maxHiddenLength))?.[0].toLowerCase();
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

function elementText(html: string, name: keyof typeof headingStarts): string {
  const opening = headingStarts[name].exec(html);
  if (opening === null) return '';
  const start = after(html, '>', opening.index);
  const closing = html.indexOf(`</`, start);
  const content = html.slice(start, closing < 0 ? start + maxTitleLength : closing);
  return content.slice(0, maxTitleLength).replaceAll(/\s+/g, ' ').trim().toLowerCase();
}
