import type { Json } from '../model/json.ts';
import type { Clock } from './clock.ts';

/** What a run gives to the part of a recipe that all its processes share. */
export interface RunEnvironment {
  /** Folders of the run's shards, from shard 1, whether they exist yet or not. */
  readonly shardFolders: readonly string[];
  /** The shards that this command works on, from 1; another machine may work on the rest. */
  readonly shards: readonly number[];
  /** Part of the dataset's rows that these shards hold, 0 to 1. */
  readonly share: number;
  readonly clock: Clock;
  /** Aborted with a `StopReason` once no more work should be begun. */
  readonly stop: AbortSignal;
}

/**
 * What only one process of a run may own, such as the money and the rate of a paid service. It lives in
 * the process that was called; shards in other processes reach it over their parent.
 */
export interface Coordinator {
  /** A line for the process that works on one shard. */
  connect(shard: number): CoordinatorLine;
  /** Words for the progress display, such as what was spent; null while there is nothing to say. */
  progress(elapsedMs: number): string | null;
}

/** How a shard asks the coordinator. Requests and answers are plain data. */
export interface CoordinatorLine {
  /** @param signal - aborted when the answer is not wanted any more */
  ask(request: Json, signal: AbortSignal): Promise<Json>;
  /** The shard's process is done, or dead. */
  close(): void;
}
