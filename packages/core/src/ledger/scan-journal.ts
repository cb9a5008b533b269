import { createReadStream } from 'node:fs';
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

const readBytes = 1 << 20;
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

/** Yields the lines of one read together: a turn of the event loop for each would cost more than it. */
async function* readLines(path: string): AsyncGenerator<FoundLine[]> {
  let offset = 0;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: readBytes })) {
    const bytes = chunk as Buffer;
    const lines: FoundLine[] = [];
    let start = 0;
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, start)) {
      const tail = bytes.subarray(start, at);
      const line = rest.length === 0 ? tail : Buffer.concat([...rest, tail]);
      lines.push({ offset, line, isFinished: true });
      offset += line.length + 1;
      rest = [];
      start = at + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
    yield lines;
  }
  const line = Buffer.concat(rest);
  if (line.length > 0) yield [{ offset, line, isFinished: false }];
}
