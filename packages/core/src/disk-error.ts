import { ResumableError, StageError, UsageError } from './errors.ts';

/** No space, no quota, or a file at the size that the system allows (`ulimit -f`). */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** DuckDB has no codes. The last words are of the folder that it spills to. */
const fullMessage =
  /^[A-Z][A-Za-z ]*Error: .*(?:no space left|quota exceeded|file too large|failed to offload data block)/i;
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
  const wanting = usedUp(error, path);
  if (wanting !== null) return wanting;
  if (!(error instanceof Error) || isClassified(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // Codes that begin with `ERR_` are Node's own: of a mistake in the program, not of the disk.
  const isDisk = code === undefined ? duckdbDiskMessage.test(message) : /^E(?!RR_)/.test(code);
  if (!isDisk) return error;
  return new ResumableError(
    'disk_failed',
    `reading or writing \`${path}\` failed (${firstLine(message)}); check the disk and run the same command again`,
    { cause: error },
  );
}

/**
 * What to say of an error that space on a disk or the number of open files caused, which run short in any place,
 * also where nobody classifies what is thrown; null for other errors.
 *
 * @param path - what was written; by default what the error names
 */
export function usedUp(error: unknown, path?: string): ResumableError | null {
  if (!(error instanceof Error) || isClassified(error)) return null;
  const { code, message, path: named } = error as NodeJS.ErrnoException;
  const what = firstLine(message);
  if (code === undefined ? fullMessage.test(what) : fullCodes.has(code)) {
    const where = path ?? named;
    return new ResumableError(
      'disk_full',
      `no space to write${where === undefined ? '' : ` \`${where}\``} (${what}); free some and run the same command again`,
      { cause: error },
    );
  }
  if (code === undefined || !outOfFilesCodes.has(code)) return null;
  return new ResumableError(
    'out_of_files',
    `too many open files (${what}); allow more with \`ulimit -n 4096\`, or set a lower --concurrency`,
    { cause: error },
  );
}

/** DuckDB goes on with advice on its own settings. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** What an adapter has named already may quote the disk's words. */
function isClassified(error: Error): boolean {
  return (
    error instanceof ResumableError || error instanceof UsageError || error instanceof StageError
  );
}
