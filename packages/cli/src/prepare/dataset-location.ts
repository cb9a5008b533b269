import { existsSync } from 'node:fs';

/** The path of a location such as `book.xlsx#Sheet`; a file whose own name has a `#` comes first. */
export function filePart(location: string): string {
  return existsSync(location) ? location : location.replace(/#[^/\\]*$/, '');
}

/** `#Sheet`, or nothing. */
export function sheetPart(location: string): string {
  return location.slice(filePart(location).length);
}
