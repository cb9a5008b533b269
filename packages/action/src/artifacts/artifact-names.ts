import { digits } from '../checkpoints/checkpoint-keys.ts';

/**
 * Names of artifacts. An artifact never changes and a name is given once in a workflow run, so what a
 * re-run job uploads carries its attempt.
 */
export const artifactNames = {
  /** The frozen run: what every shard needs. */
  plan: (runId: string) => `sluice-${runId}-plan`,
  /** The run this one is based on, in full: for the comparison in the report. */
  base: (runId: string) => `sluice-${runId}-base`,
  /** What one shard can take over of it. */
  slice: (runId: string, shard: number) => `sluice-${runId}-slice-${digits(shard)}`,
  shard: (runId: string, shard: number, attempt: number) =>
    `sluice-${runId}-shard-${digits(shard)}-attempt-${attempt}`,
  pages: (runId: string, shard: number, attempt: number) =>
    `sluice-${runId}-pages-${digits(shard)}-attempt-${attempt}`,
  results: (runId: string, attempt: number) => `sluice-${runId}-results-attempt-${attempt}`,
  /** What the next run of this dataset and recipe is based on. Found by name, so it has no run in it. */
  carried: ({ name, recipe }: { name: string; recipe: string }) =>
    `sluice-base-${name}-${recipe}`.replaceAll(/[^\w.-]+/g, '-'),
} as const;

/** The attempt of a shard's artifact, or null for an artifact of something else. */
export function attemptOf(artifact: string, runId: string, shard: number): number | null {
  const prefix = artifactNames.shard(runId, shard, 0).slice(0, -1);
  const rest = artifact.startsWith(prefix) ? artifact.slice(prefix.length) : '';
  return /^\d+$/.test(rest) ? Number(rest) : null;
}
