import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UsageError } from '@sluice/core';

/**
 * SHA-256 of a file's bytes, in lowercase hexadecimal.
 *
 * @throws UsageError when it cannot be read
 */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
    }
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is missing' : 'cannot be read';
    throw new UsageError(`the file \`${path}\` ${why}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return hash.digest('hex');
}
