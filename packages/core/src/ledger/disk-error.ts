import { ResumableError } from '../errors.ts';

/** No space, no quota, or a file at the size that the system allows (`ulimit -f`). */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const fullMessage = /no space left|quota exceeded|file too large/i;
const duckdbDiskMessage = /^IO Error/;

/**
 * Classifies what a write or fsync of the ledger failed with; errors that are not the disk's come back
 * as they are.
 *
 * @param error - from Node, with an errno code, or from DuckDB, with a message only
 * @param path - what was written
 */
export function diskError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof ResumableError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // Codes that begin with `ERR_` are Node's own: of a mistake in the program, not of the disk.
  const isDisk = code === undefined ? duckdbDiskMessage.test(message) : /^E(?!RR_)/.test(code);
  if (!isDisk) return error;
  const isFull = code === undefined ? fullMessage.test(message) : fullCodes.has(code);
  return isFull
    ? new ResumableError(
        'disk_full',
        `no space to write \`${path}\` (${message}); free some and run the same command again`,
        { cause: error },
      )
    : new ResumableError(
        'disk_failed',
        `writing \`${path}\` failed (${message}); check the disk and run the same command again`,
        { cause: error },
      );
}

/** A line that was written whole and reads back otherwise: opening the ledger again sets it aside. */
export function damagedLine(path: string, offset: number): ResumableError {
  return new ResumableError(
    'disk_failed',
    `\`${path}\` was changed on disk at byte ${offset}; run the same command again to set the damage aside`,
  );
}
