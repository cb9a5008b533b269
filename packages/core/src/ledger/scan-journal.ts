import { open } from 'node:fs/promises';
import { isIntact } from './journal-line.ts';

/** A stretch of a journal, without its LF. */
export interface JournalStretch {
  readonly offset: number;
  readonly bytes: number;
}

/** What reading a journal from end to end found. */
export interface JournalScan {
  /** Where each intact line ends, LF included, were the file made of intact lines only. */
  readonly ends: readonly number[];
  readonly maxLineBytes: number;
  /** Damaged lines with intact ones after them. */
  readonly damaged: readonly JournalStretch[];
  /** A last line that was not finished, or null. */
  readonly torn: JournalStretch | null;
}

/** Few reads a journal: each waits for its turn of an event loop that has much else to do. */
const readBytes = 2 << 20;
const lineFeed = 10;

/**
 * Reads a journal and tells intact lines from damaged ones.
 *
 * @param accept - gets every intact line in order, without its LF, and its row among the accepted ones;
 *   a line that it refuses counts as damaged. The bytes are valid only during the call.
 */
export async function scanJournal(
  path: string,
  accept: (line: Buffer, row: number) => boolean = () => true,
): Promise<JournalScan> {
  const ends: number[] = [];
  const bad: JournalStretch[] = [];
  let maxLineBytes = 0;
  let fileEnd = 0;
  for await (const lines of readLines(path)) {
    for (const { offset, line, isFinished } of lines) {
      fileEnd = offset + line.length + (isFinished ? 1 : 0);
      if (isFinished && isIntact(line) && accept(line, ends.length)) {
        maxLineBytes = Math.max(maxLineBytes, line.length + 1);
        ends.push((ends.at(-1) ?? 0) + line.length + 1);
      } else {
        bad.push({ offset, bytes: line.length });
      }
    }
  }
  const last = bad.at(-1);
  const isTorn = last !== undefined && last.offset + last.bytes + 1 >= fileEnd;
  return {
    ends,
    maxLineBytes,
    damaged: isTorn ? bad.slice(0, -1) : bad,
    torn: isTorn ? last : null,
  };
}

interface FoundLine {
  readonly offset: number;
  readonly line: Buffer;
  /** False for what follows the last LF. */
  readonly isFinished: boolean;
}

/**
 * Yields the lines of one read together: a turn of the event loop for each would cost more than it. All reads go
 * to one piece of memory, so that lines are valid until the next; what is left of one moves to its front.
 */
async function* readLines(path: string): AsyncGenerator<FoundLine[]> {
  await using file = await open(path);
  let memory = Buffer.allocUnsafe(readBytes);
  let offset = 0;
  let held = 0;
  for (;;) {
    const { bytesRead } = await file.read(memory, held, memory.length - held);
    if (bytesRead === 0) break;
    const read = memory.subarray(0, held + bytesRead);
    const lines: FoundLine[] = [];
    let start = 0;
    for (let at = read.indexOf(lineFeed, held); at !== -1; at = read.indexOf(lineFeed, start)) {
      lines.push({ offset: offset + start, line: read.subarray(start, at), isFinished: true });
      start = at + 1;
    }
    yield lines;
    offset += start;
    held = read.copy(memory, 0, start);
    if (held === memory.length) memory = Buffer.concat([memory], 2 * held);
  }
  if (held > 0) yield [{ offset, line: memory.subarray(0, held), isFinished: false }];
}
