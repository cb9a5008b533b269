import { open, readFile, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeFileDurably } from './durable-file.ts';
import { UsageError } from './errors.ts';
import { nullWhereMissing } from './null-where-missing.ts';

const PIECE_BYTES = 256 * 1024;

/** Where the CRC-32 of a kept file stands, as eight hexadecimal digits: in a file beside it. */
function checksumPath(path: string): string {
  return `${path}.crc32`;
}

/**
 * Keeps the checksum of a file under the name that the file is about to get. Parquet has none of its own, and most
 * flipped bits in it read as other values.
 *
 * @param temporary - where the whole file stands now
 */
export async function writeChecksum(temporary: string, path: string): Promise<void> {
  await writeFileDurably(checksumPath(path), `${await checksumOf(temporary)}\n`);
}

/** Tells whether a file has the bytes it was written with; also true where no checksum was kept. */
export async function isIntact(path: string): Promise<boolean> {
  const kept = await readFile(checksumPath(path), 'utf8').catch(nullWhereMissing);
  return kept === null || kept.trim() === (await checksumOf(path));
}

/** @throws UsageError naming the first file that is not as it was written */
export async function requireIntact(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (await isIntact(path)) continue;
    throw new UsageError(
      `\`${path}\` is damaged: its bytes are not those that were written. Restore it, or delete it to have ` +
        'what it holds made again.',
    );
  }
}

/** Removes a file and its checksum. */
export async function removeChecked(path: string): Promise<void> {
  await rm(path);
  await rm(checksumPath(path), { force: true });
}

/** One buffer for all pieces: a new one for each would add up to the size of the file until they are collected. */
async function checksumOf(path: string): Promise<string> {
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  const file = await open(path);
  try {
    let checksum = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES);
      if (bytesRead === 0) return checksum.toString(16).padStart(8, '0');
      checksum = crc32(buffer.subarray(0, bytesRead), checksum);
    }
  } finally {
    await file.close();
  }
}
