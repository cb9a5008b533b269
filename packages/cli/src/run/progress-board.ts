import { sumProgress, type RunProgress } from '@sluice/core';
import type { ProgressView } from '../progress/format-progress.ts';

/** Keeps what every shard last said of itself, and adds it up when somebody looks. */
export class ProgressBoard {
  readonly #total: number;
  readonly #startedMs: number;
  readonly #shards = new Map<number, RunProgress>();
  readonly #memory = new Map<number, number>();
  /** Says what the shards share, such as money spent. */
  shared: (elapsedMs: number) => string | null = () => null;

  /** @param total - rows that the run is to finish, those done before included */
  constructor(total: number, nowMs: number) {
    this.#total = total;
    this.#startedMs = nowMs;
  }

  readonly onProgress = (shard: number, progress: RunProgress): void => {
    this.#shards.set(shard, progress);
  };

  readonly onMemory = (shard: number, rssBytes: number): void => {
    this.#memory.set(shard, rssBytes);
  };

  view(nowMs: number): ProgressView {
    const workers = [...this.#memory.values()].reduce((sum, bytes) => sum + bytes, 0);
    return {
      progress: sumProgress([...this.#shards.values()]),
      total: this.#total,
      elapsedMs: nowMs - this.#startedMs,
      rssBytes: process.memoryUsage.rss() + workers,
      shared: this.shared(nowMs - this.#startedMs),
    };
  }
}
