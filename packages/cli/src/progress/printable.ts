/** Control characters but line feed and tab, and marks that turn the direction of writing. */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text that a terminal only shows. Keys, headings and addresses come from datasets and pages: an escape
 * sequence among them could rewrite the screen, or what is copied from it.
 */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
