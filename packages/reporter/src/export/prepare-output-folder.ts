import { access, constants, mkdir } from 'node:fs/promises';
import { diskError, UsageError } from '@sluice/core';

/**
 * Makes a folder that files can be written to. Call it before the run, so that a wrong `--out` is refused
 * before any work.
 *
 * @throws UsageError when the path, or one above it, is a regular file, or may not be written to
 */
export async function prepareOutputFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    const cause = CAUSES[(error as NodeJS.ErrnoException).code ?? ''];
    if (cause === undefined) throw diskError(error, path);
    throw new UsageError(`cannot write to \`${path}\`: ${cause}; choose another folder`, {
      cause: error,
    });
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EEXIST: 'a file of that name is in the way',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};
