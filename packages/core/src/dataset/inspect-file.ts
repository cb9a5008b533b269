import { createHash } from 'node:crypto';
import { type BigIntStats, createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UsageError } from '../errors.ts';

/** What one pass over a file's bytes tells. */
export interface FileFacts {
  readonly sha256: string;
  readonly bytes: number;
  /** The first 256 KiB at most. */
  readonly head: Buffer;
  readonly isUtf8: boolean;
  /** Which file it was, and when it was written last, before it was read. */
  readonly stamp: string;
}

const headBytes = 256 * 1024;
const pieceBytes = 64 * 1024;

/**
 * Reads a file once, with flat memory.
 *
 * @throws UsageError when it is missing, not a regular file, unreadable or empty
 */
export async function inspectFile(path: string): Promise<FileFacts> {
  const stamp = stampOf(await requireFile(path));
  const hash = createHash('sha256');
  const utf8 = createUtf8Check();
  const head: Buffer[] = [];
  let bytes = 0;
  for await (const piece of readPieces(path)) {
    if (bytes < headBytes) head.push(piece.subarray(0, headBytes - bytes));
    hash.update(piece);
    utf8.push(piece);
    bytes += piece.length;
  }
  const isUtf8 = utf8.end();
  return { sha256: hash.digest('hex'), bytes, head: Buffer.concat(head), isUtf8, stamp };
}

/** @throws UsageError when the file is not the one any more that these are the facts of */
export async function requireSameFile(path: string, { stamp, sha256 }: FileFacts): Promise<void> {
  if (stampOf(await requireFile(path)) === stamp) return;
  if ((await inspectFile(path)).sha256 === sha256) return;
  throw new UsageError(
    `The dataset \`${path}\` was changed while it was read. Run the same command again once it is saved.`,
  );
}

/** Yields a file's bytes in order. */
export function readPieces(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: pieceBytes });
}

function stampOf({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs].join(' ');
}

async function requireFile(path: string): Promise<BigIntStats> {
  const stats = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error);
  });
  if (stats.isDirectory()) {
    throw new UsageError(`The dataset \`${path}\` is a folder. Name a file in it.`);
  }
  if (!stats.isFile()) {
    throw new UsageError(
      `The dataset \`${path}\` is not a regular file, and it has to be read more than once. ` +
        'Save it to a file first.',
    );
  }
  if (stats.size === 0n) {
    throw new UsageError(`The dataset \`${path}\` is empty. Give a file with a header and rows.`);
  }
  return stats;
}

function cannotRead(path: string, error: NodeJS.ErrnoException): UsageError {
  const isMissing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  const what = isMissing ? 'does not exist' : `cannot be read (${error.code})`;
  const next = isMissing ? 'Check the path' : 'Check its permissions';
  return new UsageError(`The dataset \`${path}\` ${what}. ${next}.`, { cause: error });
}

function createUtf8Check() {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  const decode = (piece?: Buffer): void => {
    if (!isUtf8) return;
    try {
      decoder.decode(piece, { stream: piece !== undefined });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      isUtf8 = false;
    }
  };
  return {
    push: decode,
    end(): boolean {
      decode();
      return isUtf8;
    },
  };
}
