import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** Longest path that a workflow accepts, in characters. */
const MAX_LENGTH = 1_000;
const SHOWN_LENGTH = 80;

/**
 * Makes sure that a dataset is a file of the repository, whatever its path says.
 *
 * @param path - relative to the repository; a sheet may follow after `#`
 * @returns what is wrong with it, in words; null for a file of the repository
 */
export async function findPathProblem(repository: string, path: string): Promise<string | null> {
  const shown = `\`${path.slice(0, SHOWN_LENGTH)}${path.length > SHOWN_LENGTH ? '…' : ''}\``;
  if (path.length > MAX_LENGTH) {
    return `the dataset's path has ${path.length} characters, at most ${MAX_LENGTH} are accepted: ${shown}`;
  }
  if (isAbsolute(path) || /[\0\r\n]/.test(path)) {
    return `the dataset's path must be relative to the repository: ${shown}`;
  }
  const file = path.replace(/#[^/]*$/, '');
  const found = await resolveFile(join(repository, file));
  if (found === null) return `the repository has no file ${shown}; give its path from the root`;
  const inside = relative(await realpath(repository), found);
  if (isOutside(inside)) return `the dataset's path leads out of the repository: ${shown}`;
  if (inside.split(sep)[0] === '.git') return `${shown} is none of the repository's own files`;
  return null;
}

async function resolveFile(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES'].includes(code ?? '')) return null;
    throw error;
  }
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}
