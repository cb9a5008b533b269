import { open } from 'node:fs/promises';
import { nullWhereMissing } from './null-where-missing.ts';

/** Reads exactly `length` bytes; null when the file is gone or ends before. */
export async function readRange(
  path: string,
  offset: number,
  length: number,
): Promise<Buffer | null> {
  const handle = await open(path, 'r').catch(nullWhereMissing);
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    // Else a length that somebody made up would be memory to find.
    if (size < offset + length) return null;
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return bytesRead === length ? buffer : null;
  } finally {
    await handle.close();
  }
}
