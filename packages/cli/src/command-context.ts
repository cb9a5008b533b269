import { isAbsolute, relative } from 'node:path';
import type { Streams } from './progress/console.ts';

/** Where and how a command was called. */
export interface CommandContext {
  /** The caller's folder, against which paths resolve. */
  readonly cwd: string;
  readonly streams: Streams;
}

/** What a command gets: the words after its name, and the options given as flags. */
export interface CommandInput {
  readonly context: CommandContext;
  /** Raw options by their camel-case names. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `--config`. */
  readonly config: string | undefined;
  /** The words typed, for the command that continues. */
  readonly argv: readonly string[];
}

/** A path as the caller would write it: relative where it lies below the caller's folder. */
export function shownPath(context: CommandContext, path: string): string {
  const short = relative(context.cwd, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short || '.';
}
