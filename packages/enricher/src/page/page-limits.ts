/**
 * What is read of one page. Pages that people make stay far below; without limits a hostile page of a few
 * megabytes would cost minutes and gigabytes. Lengths are in characters.
 */

/** Of the visible text. */
export const MAX_TEXT_LENGTH = 500_000;
/** Links, images, metas, headings and so on, of each kind. */
export const MAX_PARTS = 5_000;
/** Nodes of structured data, nested ones not counted. */
export const MAX_ITEMS = 1_000;
/** Of an attribute's value; of a longer one the beginning is read. */
export const MAX_VALUE_LENGTH = 4_000;
/** Of a link's text, a heading or an address, whatever stands within unclosed ones. */
export const MAX_PART_LENGTH = 2_000;
/** Of a JSON-LD script; a longer one is not read. */
export const MAX_SCRIPT_LENGTH = 500_000;

/** An address as written; a longer one is none. */
export function isAddressLength(address: string): boolean {
  return address.length < MAX_VALUE_LENGTH;
}
