import { UsageError } from '../errors.ts';

type Cells = readonly (string | null)[];

const urlOrEmail = /^\s*(https?:\/\/|www\.)\S|^\s*[^\s@]+@[^\s@]+\.[a-z]{2,}\s*$/i;
const domain = /^\s*([a-z0-9-]+\.)+[a-z]{2,}\s*$/i;
const number = /^\s*[+-]?\d[\d.,\s]*$/;

/**
 * Refuses a first line that holds data where the names of the columns should stand.
 *
 * @param below - the next row, if there is one
 * @throws UsageError naming the cell that gives it away
 */
export function checkHeader(path: string, header: Cells, below: Cells | undefined): void {
  const telling = header.find((cell, index) => isData(cell, below?.[index] ?? null));
  const isAllNumbers = header.every((cell) => cell !== null && number.test(cell));
  const cell = telling ?? (isAllNumbers ? header[0] : undefined);
  if (cell === undefined || cell === null) return;
  throw new UsageError(
    `\`${path}\` has no header: its first line holds \`${cell.trim().slice(0, 80)}\`. ` +
      'Put a line with the names of the columns above it, such as `website`.',
  );
}

// A name may look like a domain (`address.city`); with a domain below it is one.
function isData(cell: string | null, below: string | null): boolean {
  if (cell === null) return false;
  return urlOrEmail.test(cell) || (domain.test(cell) && below !== null && domain.test(below));
}
