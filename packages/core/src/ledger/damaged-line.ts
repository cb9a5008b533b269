import { ResumableError } from '../errors.ts';

/** A line that was written whole and reads back otherwise: opening the ledger again sets it aside. */
export function damagedLine(path: string, offset: number): ResumableError {
  return new ResumableError(
    'disk_failed',
    `\`${path}\` was changed on disk at byte ${offset}; run the same command again to set the damage aside`,
  );
}
