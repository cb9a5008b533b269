import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSegments } from '../src/merge/find-segments.ts';
import { mergeRun } from '../src/merge/merge-run.ts';
import { bareCopy } from './bare-copy.ts';
import { createSyntheticRun } from './synthetic-run.ts';

export interface MergeBenchOptions {
  readonly shards: number;
  /** Of all shards together. */
  readonly rows: number;
  /** Times that both are done, alternately; the medians count. */
  readonly rounds?: number;
}

export interface MergeBenchResult {
  readonly mergeMs: number;
  readonly copyMs: number;
  /** Merge ÷ copy. */
  readonly ratio: number;
  /** Of the whole process, both sides included. */
  readonly peakRssBytes: number;
}

/** Times the merge of a made-up run against a bare DuckDB `COPY` of the same inputs to the same files. */
export async function benchMerge({
  shards,
  rows,
  rounds = 3,
}: MergeBenchOptions): Promise<MergeBenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-merge-bench-'));
  try {
    const run = await createSyntheticRun(folder, { shards, rows });
    const { files } = await findSegments(run.folder, run.manifest);
    const copies: number[] = [];
    const merges: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      copies.push(await timed(join(folder, `copy-${round}`), (out) => bareCopy(run, files, out)));
      merges.push(
        await timed(join(folder, `merge-${round}`), (out) =>
          mergeRun(run.folder, run.manifest, { out }),
        ),
      );
    }
    const [mergeMs, copyMs] = [median(merges), median(copies)];
    const peakRssBytes = process.resourceUsage().maxRSS * 1024;
    return { mergeMs, copyMs, ratio: mergeMs / copyMs, peakRssBytes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(out: string, work: (out: string) => Promise<unknown>): Promise<number> {
  await mkdir(out, { recursive: true });
  const start = performance.now();
  await work(out);
  const elapsedMs = performance.now() - start;
  await rm(out, { recursive: true, force: true });
  return elapsedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
