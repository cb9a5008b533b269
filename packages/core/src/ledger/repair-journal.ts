import { readFile, truncate } from 'node:fs/promises';
import { basename } from 'node:path';
import { writeFileDurably } from '../durable-file.ts';
import { nullWhereMissing } from '../null-where-missing.ts';
import type { JournalScan, JournalStretch } from './scan-journal.ts';

/** A damaged line in the middle of a journal, set aside in a quarantine file. */
export interface QuarantinedLine {
  /** Name of the journal it was found in. */
  readonly journal: string;
  /** Byte offset in that journal. */
  readonly offset: number;
  /** Length in bytes, without the line feed. */
  readonly bytes: number;
}

/**
 * Makes a journal consist of its intact lines: drops a torn tail, and moves damaged lines to the
 * quarantine file, as JSON lines with the bytes in Base64.
 *
 * @returns what went to quarantine
 */
export async function repairJournal(
  path: string,
  scan: JournalScan,
  quarantine: string,
): Promise<QuarantinedLine[]> {
  if (scan.damaged.length > 0) {
    await setAside(path, scan.damaged, quarantine);
    await rewriteWithout(path, scan);
  } else if (scan.torn !== null) {
    await truncate(path, scan.torn.offset);
  }
  const journal = basename(path);
  return scan.damaged.map((stretch) => ({ journal, ...stretch }));
}

/** Durable before the journal is rewritten: a crash between the two finds the damage once more. */
async function setAside(
  path: string,
  stretches: readonly JournalStretch[],
  quarantine: string,
): Promise<void> {
  const lines = await readIfThere(quarantine);
  const bytes = await readFile(path);
  for (const { offset, bytes: length } of stretches) {
    const base64 = bytes.toString('base64', offset, offset + length);
    lines.add(JSON.stringify({ v: 1, journal: basename(path), offset, bytes: length, base64 }));
  }
  await writeFileDurably(quarantine, `${[...lines].join('\n')}\n`);
}

async function readIfThere(quarantine: string): Promise<Set<string>> {
  const text = await readFile(quarantine, 'utf8').catch(nullWhereMissing);
  return new Set(text?.trimEnd().split('\n'));
}

async function rewriteWithout(path: string, scan: JournalScan): Promise<void> {
  const bytes = await readFile(path);
  const gaps = scan.torn === null ? scan.damaged : [...scan.damaged, scan.torn];
  const kept: Buffer[] = [];
  let start = 0;
  for (const gap of gaps) {
    kept.push(bytes.subarray(start, gap.offset));
    start = gap.offset + gap.bytes + 1;
  }
  kept.push(bytes.subarray(start));
  await writeFileDurably(path, Buffer.concat(kept));
}
