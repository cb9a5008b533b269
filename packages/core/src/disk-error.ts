import { ResumableError, StageError, UsageError } from './errors.ts';

/** No space, no quota, or a file at the size that the system allows (`ulimit -f`). */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** The same in words; the last ones are DuckDB's, of the folder that it spills to. */
const fullMessage = /no space left|quota exceeded|file too large|failed to offload data block/i;
const duckdbDiskMessage = /^IO Error/;
const outOfFilesCodes = new Set(['EMFILE', 'ENFILE']);

/**
 * Classifies what reading or writing a file that Sluice keeps failed with. A file that is missing counts as the
 * disk's failure: somebody took it away, or a network drive is gone. Errors that are not the disk's come back as
 * they are.
 *
 * @param error - from Node, with an errno code, or from DuckDB, with a message only
 * @param path - what was written, or where
 * @returns a ResumableError `disk_full`, `disk_failed` or `out_of_files`, or `error` itself
 */
export function diskError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || isClassified(error)) return error;
  const limited = outOfFiles(error);
  if (limited !== null) return limited;
  const { code, message } = error as NodeJS.ErrnoException;
  // DuckDB goes on with advice on its own settings.
  const [what] = message.split('\n');
  if (code === undefined ? fullMessage.test(message) : fullCodes.has(code)) {
    return new ResumableError(
      'disk_full',
      `no space to write \`${path}\` (${what}); free some and run the same command again`,
      { cause: error },
    );
  }
  // Codes that begin with `ERR_` are Node's own: of a mistake in the program, not of the disk.
  const isDisk = code === undefined ? duckdbDiskMessage.test(message) : /^E(?!RR_)/.test(code);
  if (!isDisk) return error;
  return new ResumableError(
    'disk_failed',
    `reading or writing \`${path}\` failed (${what}); check the disk and run the same command again`,
    { cause: error },
  );
}

/**
 * What to say of an error that the system's limit of open files caused, which is met in any place; null for other
 * errors.
 */
export function outOfFiles(error: unknown): ResumableError | null {
  if (!(error instanceof Error)) return null;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (!outOfFilesCodes.has(code)) return null;
  return new ResumableError(
    'out_of_files',
    `too many open files (${message}); allow more with \`ulimit -n 4096\`, or set a lower --concurrency`,
    { cause: error },
  );
}

/** What an adapter has named already may quote the disk's words. */
function isClassified(error: Error): boolean {
  return (
    error instanceof ResumableError || error instanceof UsageError || error instanceof StageError
  );
}
