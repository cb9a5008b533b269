import { traitsOf } from './element-traits.ts';
import { type HtmlReader, readHtml } from './read-html.ts';
import { TagAttributes } from './tag-attributes.ts';
import { isHiddenByMarkup, TextReader } from './text-reader.ts';

/** Rises whenever `pageText` gives another text for some page: offsets into older texts are then void. */
export const pageTextVersion = 2;

/**
 * The visible text of a page, the text that evidence counts its offsets in.
 *
 * - White space (no-break and other Unicode spaces too) folds to one space; entities are decoded.
 * - The edges of block elements, `<br>` and, in `<pre>`, line feeds become one line feed; cells of a
 *   table row are parted by one tab. The text neither starts nor ends with white space.
 * - Links that touch are parted by a space, and so is what stands before and after an image, a
 *   button or a form field.
 * - Left out: comments, `<title>`, scripts, styles, templates, `<noscript>`, form fields with their
 *   options, `<svg>`, fallback content of media and frames, alternative texts, and words within a line
 *   that the markup itself hides (`hidden`, inline `display:none` or `visibility:hidden`). Hidden
 *   blocks stay, for they are tabs and menus that a click reveals; style sheets are not read.
 * - The text ends where elements are nested some thousand deep, and after half a million characters.
 * - Soft hyphens, zero-width spaces, byte order marks and direction marks vanish.
 */
export function pageText(html: string): string {
  const text = new TextReader(html);
  readHtml(html, textEvents(text, new TagAttributes(html)));
  return text.text;
}

function textEvents(text: TextReader, tag: TagAttributes): HtmlReader {
  return {
    startTag: () => tag.clear(),
    addAttribute: (nameStart, nameEnd, valueStart, valueEnd) => {
      tag.add(nameStart, nameEnd, valueStart, valueEnd);
    },
    open(name) {
      const traits = traitsOf(name);
      text.open(traits, isHiddenByMarkup(traits, tag));
    },
    close: (name) => text.close(traitsOf(name)),
    addText: (start, end) => text.append(start, end),
    get isDone() {
      return text.isTooDeep;
    },
  };
}
