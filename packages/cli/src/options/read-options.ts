import { UsageError } from '@sluice/core';
import { withoutSecrets } from '../without-secrets.ts';
import { optionTable } from './option-table.ts';
import { runOptionsSchema, type RunOptions } from './run-options.ts';

/** Where a bag of raw options came from, for messages. */
export interface OptionSource {
  readonly from: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The source of flags. */
export const COMMAND_LINE = 'command line';

/**
 * Merges raw options, the first source that has one wins, and checks them.
 *
 * @throws UsageError that lists every problem with the source it came from
 */
export function readOptions(sources: readonly OptionSource[]): RunOptions {
  const merged: Record<string, unknown> = {};
  const from = new Map<string, string>();
  for (const source of sources) {
    for (const [name, value] of Object.entries(source.values)) {
      if (value === undefined || from.has(name)) continue;
      merged[name] = value;
      from.set(name, source.from);
    }
  }
  const parsed = runOptionsSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, merged, from));
  throw new UsageError(`${problems.join('\n')}\n\`pnpm enrich --help\` shows what they accept`);
}

function describe(
  issue: { path: PropertyKey[]; message: string; code: string; keys?: string[] },
  merged: Record<string, unknown>,
  from: ReadonlyMap<string, string>,
): string[] {
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => `there is no option \`${key}\` (${from.get(key)})`);
  }
  const name = String(issue.path[0]);
  const isRepeated =
    from.get(name) === COMMAND_LINE && Array.isArray(merged[name]) && takesOne(name);
  const message = isRepeated ? 'give it once' : issue.message;
  const value = withoutSecrets(JSON.stringify(merged[name]));
  return [`${flagName(name)} \`${value}\` (${from.get(name)}): ${message}`];
}

function takesOne(option: string): boolean {
  return optionTable.find(({ name }) => name === option)?.type !== 'array';
}

const PREFIX = 'SLUICE_';
/** Read elsewhere: by the workflow, and by proofs that end the process. */
const NO_OPTIONS = new Set(['SLUICE_SAVE_INTERVAL', 'SLUICE_KILL_AT']);

/** The options given as `SLUICE_MAX_PAGES=12` and the like; one that is misspelt keeps its name, to be refused by it. */
export function environmentOptions(environment: NodeJS.ProcessEnv): OptionSource {
  const values: Record<string, unknown> = {};
  const options = new Map(optionTable.map(({ name }) => [variableName(name), name]));
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || NO_OPTIONS.has(variable) || value === '') continue;
    values[options.get(variable) ?? variable] = value;
  }
  return { from: 'environment', values };
}

function variableName(option: string): string {
  return `${PREFIX}${kebab(option).replaceAll('-', '_').toUpperCase()}`;
}

/** `maxPages` as `--max-pages`. */
export function flagName(name: string): string {
  return `--${kebab(name)}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
