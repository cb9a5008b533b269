import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskError } from '@sluice/core';
import { z } from 'zod';

const usd = z.number().nonnegative();

const lineSchema = z.union([
  z.object({ version: z.literal(1) }),
  /** Written before a call goes out: what it may cost at most. */
  z.object({ call: z.string(), reservedUsd: usd }),
  /** What it did cost. */
  z.object({ call: z.string(), spentUsd: usd }),
]);

type Line = z.infer<typeof lineSchema>;

/**
 * What a shard has spent, beside its ledger. The ledger knows the answers it has; this file knows also
 * the calls whose answers a kill has lost, so that a budget holds across kills.
 */
export interface SpendingFile {
  /**
   * Notes a call that is about to go out. The line outlives a killed process at once.
   *
   * @throws ResumableError when the disk is full or fails
   */
  begin(reservedUsd: number): string;
  end(call: string, spentUsd: number): void;
  /** Makes everything durable that was noted before the call. */
  sync(): Promise<void>;
  close(): void;
}

const FILE = 'spending.ndjson';

/** Opens the file of a shard's folder for appending; it is made with the first call. */
export function openSpendingFile(folder: string): SpendingFile {
  const path = join(folder, FILE);
  // Unique among the processes that ever worked on the shard: it is locked, so no two start at once.
  const process_ = `${Date.now().toString(36)}-${process.pid}`;
  let descriptor: number | null = null;
  let calls = 0;
  const write = (line: Line) => {
    try {
      descriptor ??= openForAppending(path);
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw diskError(error, path);
    }
  };
  return {
    begin(reservedUsd) {
      calls += 1;
      const call = `${process_}-${calls}`;
      write({ call, reservedUsd });
      return call;
    },
    end: (call, spentUsd) => write({ call, spentUsd }),
    async sync() {
      if (descriptor === null) return;
      try {
        await promisify(fdatasync)(descriptor);
      } catch (error) {
        throw diskError(error, path);
      }
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

/** A process that was killed may have left half a line: the next one starts on a line of its own. */
function openForAppending(path: string): number {
  const before = readText(path);
  const descriptor = openSync(path, 'a');
  if (before === '') writeSync(descriptor, `${JSON.stringify({ version: 1 })}\n`);
  else if (!before.endsWith('\n')) writeSync(descriptor, '\n');
  return descriptor;
}

/**
 * What the shards of a run have spent, in US dollars. A call that nobody noted the end of counts with
 * its worst case: it may have been answered and charged.
 */
export function readSpentUsd(folders: readonly string[]): number {
  let sum = 0;
  for (const folder of folders) {
    const open = new Map<string, number>();
    for (const line of readText(join(folder, FILE)).split('\n')) {
      const noted = parseLine(line);
      if (noted === null || 'version' in noted) continue;
      if ('reservedUsd' in noted) open.set(noted.call, noted.reservedUsd);
      else if (open.delete(noted.call)) sum += noted.spentUsd;
    }
    for (const reservedUsd of open.values()) sum += reservedUsd;
  }
  return sum;
}

/** Half a line is what a kill has left: of a call that was not sent, or whose worst case then counts. */
function parseLine(line: string): Line | null {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
