import { execFileSync } from 'node:child_process';

/**
 * Mounts a disk of a few megabytes on a folder until it is disposed of.
 *
 * @returns null where that is not possible: it takes root on Linux
 */
export function mountSmallDisk(folder: string, megabytes: number): Disposable | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder];
  try {
    execFileSync('mount', options, { stdio: 'ignore' });
  } catch {
    // Root in a container may lack the right to.
    return null;
  }
  return { [Symbol.dispose]: () => void execFileSync('umount', [folder]) };
}
