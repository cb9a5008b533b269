import { ResumableError, usedUp, UsageError } from '@sluice/core';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Streams } from './progress/console.ts';
import { printable } from './progress/printable.ts';
import { continueCommand } from './run/continue-command.ts';
import { RUN_REMOVED } from './run/run-removed.ts';

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  return resumable(error) === null ? EXIT.bug : EXIT.resumable;
}

/**
 * Says what went wrong: one clear message, or the stack where it is a bug.
 *
 * @param argv - the words after `pnpm enrich`
 */
export function reportError(error: unknown, streams: Streams, argv: readonly string[]): void {
  const message = messageOf(error, argv);
  streams.stderr.write(`${printable(message)}\n`);
  if (!argv.includes('--json')) return;
  const fields = { event: 'error', exitCode: exitCodeOf(error), message };
  streams.stdout.write(`${JSON.stringify(fields)}\n`);
}

function messageOf(error: unknown, argv: readonly string[]): string {
  if (error instanceof UsageError) return `error: ${error.message}`;
  const stopped = resumable(error);
  if (stopped !== null) {
    const kept = stopped.code === RUN_REMOVED ? '' : 'nothing that was done is lost; ';
    return `stopped: ${stopped.message}\n${kept}to go on: ${continueCommand(argv)}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug in Sluice; please report it with these lines:\n${stack}`;
}

function resumable(error: unknown): ResumableError | null {
  return error instanceof ResumableError ? error : usedUp(error);
}
