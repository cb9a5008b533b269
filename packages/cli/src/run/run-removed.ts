import { statSync } from 'node:fs';
import { ResumableError, type RunFolder } from '@sluice/core';

export const RUN_REMOVED = 'run_removed';

/** True once the run's manifest is gone. A file system that does not answer at the moment is no proof. */
export function isRunRemoved(folder: RunFolder): boolean {
  try {
    return statSync(folder.manifest, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** What to say of whatever failed because the run's folder is gone. */
export function runRemoved({ runId, path }: RunFolder, cause?: unknown): ResumableError {
  const message = `run \`${runId}\` was removed while it was worked on: \`${path}\` is gone, and what was done in it with it`;
  return new ResumableError(RUN_REMOVED, message, { cause });
}
