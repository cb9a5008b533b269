import { writeCheckpoint, type Checkpoint, type Extent, type Json } from '@sluice/core';
import type { FoundRun } from '../prepare/find-run.ts';

/** Writes a checkpoint of one shard, also while this or another process works on it. */
export async function checkpointRun(
  run: FoundRun,
  shard: number,
  into: string,
): Promise<Checkpoint> {
  // Loaded here, because a run of another recipe than a web one does without the scraper until now.
  const { crawlResultSchema } = await import('@sluice/scraper');
  const extentsOf = (value: Json): Extent[] => {
    const crawl = crawlResultSchema.safeParse(value);
    return crawl.success ? crawl.data.pages.map(({ archive }) => archive) : [];
  };
  const { folder, manifest } = run;
  return writeCheckpoint({ folder, manifest, shard, into, extentsOf, nowMs: Date.now() });
}
