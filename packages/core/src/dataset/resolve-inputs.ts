import type { InputColumn } from '../engine/recipe.ts';
import { UsageError } from '../errors.ts';

/** The recipe's input column to the dataset's column; absent ones are left out. */
export type ResolvedInputs = Readonly<Record<string, string>>;

/**
 * Finds the dataset's column for each of a recipe's: by `--map`, by its name, then by its synonyms in
 * their order. Names are compared without case, blanks, `_` and `-`; no column serves twice unless
 * `--map` says so.
 *
 * @param map - recipe column to dataset column, as `--map` gives it
 * @throws UsageError naming the choices when `map` names an unknown column or a required one is missing
 */
export function resolveInputs(
  inputs: readonly InputColumn[],
  columns: readonly string[],
  map: Readonly<Record<string, string>> = {},
): ResolvedInputs {
  const resolved = mapped(inputs, columns, map);
  const taken = new Set(Object.values(resolved));
  for (const aliases of [nameOnly, everyName]) {
    for (const input of inputs) {
      if (resolved[input.name] !== undefined) continue;
      const column = findColumn(aliases(input), columns, taken);
      if (column === undefined) continue;
      resolved[input.name] = column;
      taken.add(column);
    }
  }
  const missing = inputs.filter((input) => isMissing(input, resolved));
  if (missing.length > 0) throw missingColumns(missing, columns);
  return resolved;
}

function isMissing({ name, required, unless }: InputColumn, resolved: ResolvedInputs): boolean {
  if (!required || resolved[name] !== undefined) return false;
  return unless === undefined || resolved[unless] === undefined;
}

function mapped(
  inputs: readonly InputColumn[],
  columns: readonly string[],
  map: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(map).map(([name, wanted]): [string, string] => {
    const input = inputs.find((candidate) => fold(candidate.name) === fold(name));
    if (input === undefined) throw unknownInput(name, inputs);
    const column = findColumn([wanted], columns, new Set());
    if (column === undefined) throw unknownColumn(name, wanted, columns);
    return [input.name, column];
  });
  return Object.fromEntries(entries);
}

function nameOnly({ name }: InputColumn): readonly string[] {
  return [name];
}

function everyName({ name, synonyms }: InputColumn): readonly string[] {
  return [name, ...synonyms];
}

// The exact name first: two columns may differ in what folding takes away.
function findColumn(
  aliases: readonly string[],
  columns: readonly string[],
  taken: ReadonlySet<string>,
): string | undefined {
  const free = columns.filter((column) => !taken.has(column));
  for (const alias of aliases) {
    const column =
      free.find((candidate) => candidate === alias) ??
      free.find((candidate) => fold(candidate) === fold(alias));
    if (column !== undefined) return column;
  }
  return undefined;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function unknownInput(name: string, inputs: readonly InputColumn[]): UsageError {
  return new UsageError(
    `The recipe has no input column \`${name}\`. It has ${list(inputs.map((input) => input.name))}: ` +
      'write `--map <one of these>=<column of the dataset>`.',
  );
}

function unknownColumn(name: string, wanted: string, columns: readonly string[]): UsageError {
  return new UsageError(
    `The dataset has no column \`${wanted}\` for \`${name}\`. It has ${list(columns)}: ` +
      `write \`--map ${name}=<one of these>\`.`,
  );
}

function missingColumns(missing: readonly InputColumn[], columns: readonly string[]): UsageError {
  const names = missing.map(({ name }) => name);
  const options = names.map((name) => `--map ${name}=<column>`).join(' ');
  return new UsageError(
    `The dataset has no column for ${list(names)}, which the recipe needs. It has ${list(columns)}: ` +
      `say which of them it is with \`${options}\`.`,
  );
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
