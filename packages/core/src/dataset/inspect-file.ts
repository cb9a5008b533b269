import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { UsageError } from '../errors.ts';

/** What one pass over a file's bytes tells. */
export interface FileFacts {
  readonly sha256: string;
  readonly bytes: number;
  /** The first 256 KiB at most. */
  readonly head: Buffer;
  readonly isUtf8: boolean;
}

const headBytes = 256 * 1024;
const pieceBytes = 64 * 1024;

/**
 * Reads a file once, with flat memory.
 *
 * @throws UsageError when it is missing, not a regular file, unreadable or empty
 */
export async function inspectFile(path: string): Promise<FileFacts> {
  await requireFile(path);
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
  return { sha256: hash.digest('hex'), bytes, head: Buffer.concat(head), isUtf8 };
}

/** Yields a file's bytes in order. */
export function readPieces(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: pieceBytes });
}

async function requireFile(path: string): Promise<void> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
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
  if (stats.size === 0) {
    throw new UsageError(`The dataset \`${path}\` is empty. Give a file with a header and rows.`);
  }
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
