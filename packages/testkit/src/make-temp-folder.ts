import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that goes with its holder: `await using folder = await makeTempFolder()`. */
export interface TempFolder extends AsyncDisposable {
  /** Absolute. */
  readonly path: string;
  /** Removes the folder with everything in it. */
  remove(): Promise<void>;
}

/** Makes an empty folder under the system's temporary one. */
export async function makeTempFolder(prefix = 'sluice-'): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  // Retries: a child that has just been killed may still have had a file open.
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 5 });
  return { path, remove, [Symbol.asyncDispose]: remove };
}
