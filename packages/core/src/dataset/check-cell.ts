import { UsageError } from '../errors.ts';

/** @throws UsageError when the text is longer as UTF-8 than a cell may be */
export function checkCellSize(text: string, maxCellBytes: number, place: () => string): void {
  // No UTF-16 unit takes more than three bytes, so that most cells need no counting.
  if (text.length * 3 <= maxCellBytes || Buffer.byteLength(text) <= maxCellBytes) return;
  throw oversizedCell(maxCellBytes, place());
}

/** The refusal of a cell that is larger than `--max-cell` allows. */
export function oversizedCell(maxCellBytes: number, place: string): UsageError {
  return new UsageError(
    `A cell in ${place} is larger than \`${maxCellBytes}\` bytes. Look there for a quote that is never ` +
      'closed; if so much text is meant, raise `--max-cell`.',
  );
}

/** @throws UsageError when the text holds a NUL, which no text does */
export function checkNoNul(text: string, place: () => string): void {
  if (text.includes('\0')) throw nulByte(place());
}

/** The refusal of a cell with a NUL, which neither text files nor workbooks can hold. */
export function nulByte(place: string): UsageError {
  return new UsageError(
    `There is a NUL byte in ${place}. Remove it, or save the file again as plain text.`,
  );
}
