import { sqlName } from '../duckdb.ts';
import type { ResolvedInputs } from './resolve-inputs.ts';

/** The recipe's input columns under the recipe's names, as a `DatasetRecord` has them. */
export type InputValues = Readonly<Record<string, string | null>>;

/** The SQL that reads the inputs as text, in the order of `inputs`, under no names. */
export function inputExpressions(inputs: ResolvedInputs): readonly string[] {
  return Object.values(inputs).map((column) => `CAST(${sqlName(column)} AS VARCHAR)`);
}

/**
 * Makes of cells what a recipe sees of them: trimmed, null where nothing is left, and null for every
 * input that the dataset has no column for.
 *
 * @param names - all inputs of the recipe
 */
export function createInputReader(
  names: readonly string[],
  inputs: ResolvedInputs,
): (cells: readonly unknown[]) => InputValues {
  const absent = names.filter((name) => inputs[name] === undefined);
  const present = Object.keys(inputs);
  // Called for every row there is, so without an array of pairs for each.
  return (cells) => {
    const values: Record<string, string | null> = {};
    for (const name of absent) values[name] = null;
    for (const [at, name] of present.entries()) values[name] = inputText(cells[at]);
    return values;
  };
}

function inputText(cell: unknown): string | null {
  return typeof cell === 'string' ? cell.trim() || null : null;
}
