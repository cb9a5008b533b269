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
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new UsageError(`the file \`${path}\` ${why}; check the path`, { cause: error });
  }
  return hash.digest('hex');
}
