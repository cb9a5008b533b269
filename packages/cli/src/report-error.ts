import { ResumableError, UsageError } from '@sluice/core';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Streams } from './progress/console.ts';
import { printable } from './progress/printable.ts';
import { continueCommand } from './run/continue-command.ts';
import { RUN_REMOVED } from './run/run-removed.ts';

/** The system's limit of open files is met in any place, also where nobody can wait or try again. */
const OUT_OF_FILES = new Set(['EMFILE', 'ENFILE']);

export function exitCodeOf(error: unknown): ExitCode {
  if (isOutOfFiles(error)) return EXIT.resumable;
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof ResumableError ? EXIT.resumable : EXIT.bug;
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
  if (isOutOfFiles(error)) {
    const next = 'allow more with `ulimit -n 4096`, or set a lower --concurrency';
    return `stopped: too many open files (${error.message}); ${next}\nnothing that was done is lost; to go on: ${continueCommand(argv)}`;
  }
  if (error instanceof UsageError) return `error: ${error.message}`;
  if (error instanceof ResumableError) {
    const kept = error.code === RUN_REMOVED ? '' : 'nothing that was done is lost; ';
    return `stopped: ${error.message}\n${kept}to go on: ${continueCommand(argv)}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug in Sluice; please report it with these lines:\n${stack}`;
}

function isOutOfFiles(error: unknown): error is Error {
  return error instanceof Error && OUT_OF_FILES.has((error as NodeJS.ErrnoException).code ?? '');
}
