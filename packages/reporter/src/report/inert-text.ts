/** Control, zero-width and direction-changing characters: invisible, and able to hide what a text says. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** Where Markdown or GitHub would make something of plain text: syntax, mentions, references, addresses. */
const SYNTAX = /[\\`*_[\]<>#|~@&$]/g;

/**
 * A character that nobody sees and that ends a word. It stands after `@`, `#` and inside addresses,
 * because GitHub looks for mentions, issue numbers and links in the rendered text, where escapes are gone.
 */
const BREAK = '\u200B';

/** Longest text of data in a report, in characters; the rest is in the results. */
const MAX_LENGTH = 160;

/**
 * Text from a page or a dataset as a code span. Nothing in a code span is a link, an image, HTML, a
 * mention or a reference, and it can be copied as it is. White space is folded and long text is cut. Two
 * characters are replaced by ones that look like them, as they would end the span or the table's cell.
 *
 * @returns an empty string for text that is empty or invisible
 */
export function inertCode(text: string, maxLength = MAX_LENGTH): string {
  const visible = fold(text).replaceAll('`', 'ˋ').replaceAll('|', '¦');
  return visible === '' ? '' : `\`${cut(visible, maxLength)}\``;
}

/** Text as plain prose in which nothing is Markdown, HTML, a mention, a reference or a link. */
export function escapeMarkdown(text: string): string {
  return fold(text)
    .replaceAll(SYNTAX, (character) => ESCAPES[character] ?? `\\${character}`)
    .replaceAll(/:(?=\S)/g, `:${BREAK}`)
    .replaceAll(/(?<![\p{L}\p{N}])(www|gh)(?=[.-])/giu, `$1${BREAK}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': `\\@${BREAK}`,
  '#': `\\#${BREAK}`,
};

/** A label in a Mermaid chart, where quotes, brackets and semicolons end things. */
export function mermaidLabel(text: string): string {
  return (
    cut(
      fold(text)
        .replaceAll(/[^\p{L}\p{N} _-]/gu, ' ')
        .trim(),
      40,
    ) || 'unnamed'
  );
}

function fold(text: string): string {
  return text.toWellFormed().replaceAll(INVISIBLE, ' ').replaceAll(/\s+/g, ' ').trim();
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const halfCharacter = /[\uD800-\uDBFF]$/;
  return `${text.slice(0, maxLength - 1).replace(halfCharacter, '')}…`;
}
