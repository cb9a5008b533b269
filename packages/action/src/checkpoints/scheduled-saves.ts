import * as core from '@actions/core';
import type { Checkpoint } from '@sluice/core/checkpoint';
import type { CheckpointCache } from './checkpoint-cache.ts';
import { firstSaveMs, saveIntervalMs } from './save-interval.ts';

export interface ScheduledSavesOptions {
  /** Time between two saves, if no limit asks for a longer one, in milliseconds. */
  readonly wantedMs: number;
  readonly shard: number;
  readonly shardCount: number;
  readonly cache: Pick<CheckpointCache, 'save' | 'canDelete'>;
  /** Writes the checkpoint that is saved then. */
  readonly write: () => Promise<Checkpoint>;
}

/**
 * Saves a shard's checkpoint again and again. A save that fails is told of, and the next one is tried at
 * its time: work never waits for it, and never ends because of it.
 */
export class ScheduledSaves {
  readonly #options: ScheduledSavesOptions;
  #timer: NodeJS.Timeout | undefined;
  /** The save under way; resolved when there is none. */
  #saving: Promise<void> = Promise.resolve();
  #bytes = 0;
  #settled = -1;
  #isStopped = false;

  constructor(options: ScheduledSavesOptions) {
    this.#options = options;
  }

  start(): void {
    const { shard, shardCount } = this.#options;
    this.#wait(firstSaveMs(this.#intervalMs(), shard, shardCount));
  }

  /** Saves at once, after the save under way. */
  saveNow(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  /** Ends the schedule; resolves when no save is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#saving;
  }

  #wait(ms: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      void this.saveNow().then(() => this.#wait(this.#intervalMs()));
    }, ms);
  }

  #intervalMs(): number {
    const { wantedMs, shardCount, cache } = this.#options;
    const { canDelete } = cache;
    return saveIntervalMs({ wantedMs, shardCount, bytes: this.#bytes, canDelete });
  }

  async #save(): Promise<void> {
    try {
      const { settled, rows, files } = await this.#options.write();
      if (settled === this.#settled) return;
      this.#bytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
      if (!(await this.#options.cache.save())) {
        return core.warning('the checkpoint was not stored; the next one is tried at its time');
      }
      this.#settled = settled;
      core.info(`checkpoint saved: ${settled} of ${rows} rows done`);
    } catch (error) {
      core.warning(`no checkpoint was saved: ${(error as Error).message}`);
    }
  }
}
