import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhereMissing } from '../null-where-missing.ts';

/** One file of a shard's ledger. */
export interface SegmentFile {
  /** From 1; a journal and the file it was sealed to have the same number. */
  readonly number: number;
  readonly path: string;
}

/** The files of a shard's ledger, each list in order of writing. */
export interface SegmentFiles {
  readonly sealed: readonly SegmentFile[];
  /** Journals that are not sealed yet, in whole or in part. */
  readonly journals: readonly SegmentFile[];
  /** Journals whose sealed file exists: everything in them is there. */
  readonly superseded: readonly SegmentFile[];
}

const journalPattern = /^journal-(\d{6})\.ndjson$/;
const sealedPattern = /^sealed-(\d{6})\.parquet$/;

/** Lists the ledger of a shard's folder; a folder that does not exist yet has no files. */
export async function segmentFiles(folder: string): Promise<SegmentFiles> {
  const names = await readNames(folder);
  const sealed = matching(folder, names, sealedPattern);
  const journals = matching(folder, names, journalPattern);
  const numbers = new Set(sealed.map((file) => file.number));
  return {
    sealed,
    journals: journals.filter((file) => !numbers.has(file.number)),
    superseded: journals.filter((file) => numbers.has(file.number)),
  };
}

export function journalPath(folder: string, number: number): string {
  return join(folder, `journal-${digits(number)}.ndjson`);
}

export function sealedPath(folder: string, number: number): string {
  return join(folder, `sealed-${digits(number)}.parquet`);
}

export function quarantinePath(folder: string, number: number): string {
  return join(folder, `quarantine-${digits(number)}.ndjson`);
}

async function readNames(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(nullWhereMissing)) ?? [];
  return names.sort();
}

function matching(folder: string, names: readonly string[], pattern: RegExp): SegmentFile[] {
  return names.flatMap((name) => {
    const number = pattern.exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), path: join(folder, name) }];
  });
}

function digits(number: number): string {
  return String(number).padStart(6, '0');
}
