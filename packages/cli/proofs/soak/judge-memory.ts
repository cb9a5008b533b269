import type { MemorySample } from './sample-memory.ts';

/** How many records were done when. */
export interface DoneAt {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly done: number;
}

/** What the memory of a run came to, in bytes. */
export interface MemoryVerdict {
  readonly peakBytes: number;
  /** Means while the second and the last fifth of the records were done; null where nothing was seen. */
  readonly secondFifthBytes: number | null;
  readonly lastFifthBytes: number | null;
}

/** More than this in the last fifth is growth. */
export const MAX_GROWTH = 1.15;

/**
 * Compares the memory of late records with that of early ones; the first fifth is left out, in which the
 * process warms up, and so is the merge at the end. A pure function.
 *
 * @param progress - in order of time
 */
export function judgeMemory(
  samples: readonly MemorySample[],
  progress: readonly DoneAt[],
  records: number,
): MemoryVerdict {
  const endMs = progress.at(-1)?.atMs ?? 0;
  const whenDone = (share: number): number =>
    progress.find(({ done }) => done >= records * share)?.atMs ?? endMs;
  return {
    peakBytes: Math.max(0, ...samples.map(({ rssBytes }) => rssBytes)),
    secondFifthBytes: meanBetween(samples, whenDone(0.2), whenDone(0.4)),
    lastFifthBytes: meanBetween(samples, whenDone(0.8), endMs),
  };
}

function meanBetween(
  samples: readonly MemorySample[],
  fromMs: number,
  toMs: number,
): number | null {
  const seen = samples.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  if (seen.length === 0) return null;
  return seen.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / seen.length;
}
