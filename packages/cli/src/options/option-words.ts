import { withoutSecrets } from '../without-secrets.ts';
import { optionTable } from './option-table.ts';
import { flagName } from './read-options.ts';
import { runOptionsSchema, type RunOptionName, type RunOptions } from './run-options.ts';

/** What is known as milliseconds and written with a unit. */
const DURATIONS: ReadonlySet<RunOptionName> = new Set(['timeout', 'maxAge']);

/** The options that say how websites and models are asked, as words that give them again; defaults are left out. */
export function optionWords(options: RunOptions): string[] {
  const defaults = runOptionsSchema.parse({});
  return optionTable
    .filter(({ group, name }) => ['Web:', 'Model:'].includes(group) && options[name] !== undefined)
    .filter(({ name }) => options[name] !== defaults[name])
    .flatMap(({ name }) => [flagName(name), withoutSecrets(textOf(name, options))]);
}

function textOf(name: RunOptionName, options: RunOptions): string {
  // Neither group has lists or tables.
  const value = options[name] as string | number;
  return DURATIONS.has(name) ? `${Number(value) / 1000}s` : String(value);
}
