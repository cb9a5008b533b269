import { UsageError } from '../errors.ts';
import { reservedPrefix } from './dataset.ts';
import { maxColumns } from './table.ts';

/**
 * Checks that each column can be told from the others by its name; DuckDB does not mind case.
 *
 * @param names - in the file's order, null or blank where a column has none
 * @returns the same names
 * @throws UsageError naming the first column that has no name of its own, or a reserved one
 */
export function checkColumns(path: string, names: readonly (string | null)[]): readonly string[] {
  if (names.length > maxColumns) {
    throw new UsageError(
      `\`${path}\` has more than \`${maxColumns}\` columns. Keep those you need.`,
    );
  }
  const positions = new Map<string, number>();
  return names.map((name, index) => {
    if (name === null || name.trim() === '') throw unnamed(path, index + 1);
    const folded = name.toLowerCase();
    const earlier = positions.get(folded);
    if (earlier !== undefined) throw repeated(path, name, earlier, index + 1);
    if (folded.startsWith(reservedPrefix)) throw reserved(path, name);
    positions.set(folded, index + 1);
    return name;
  });
}

function unnamed(path: string, position: number): UsageError {
  return new UsageError(
    `Column ${position} of \`${path}\` has no name. Give it one in the header, or remove the column.`,
  );
}

function repeated(path: string, name: string, first: number, second: number): UsageError {
  return new UsageError(
    `Columns ${first} and ${second} of \`${path}\` are both named \`${name}\` (case does not count). ` +
      'Rename one of them.',
  );
}

function reserved(path: string, name: string): UsageError {
  return new UsageError(
    `The column \`${name}\` of \`${path}\` begins with \`${reservedPrefix}\`, which Sluice keeps for ` +
      'itself. Rename it.',
  );
}
