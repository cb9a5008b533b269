import type { Evidence } from './evidence.ts';
import type { Json, JsonObject } from './json.ts';

export type StageOutcome = 'ok' | 'skipped' | 'failed';

/** What a stage came to. Not finding a value is `ok` with a null value in its column, never a failure. */
export interface StageResult {
  readonly outcome: StageOutcome;
  /** What later stages and the results read; null unless `ok`. */
  readonly value: Json;
  /** Why it was skipped or failed (snake_case), or a remark on an `ok` result such as `no_text`. */
  readonly reason: string | null;
  /** The reason in words, for reports and logs. */
  readonly detail: string | null;
  /**
   * Times, latencies, counts: never part of a fingerprint. A text under `learned` is told to the run that is
   * based on this one, see `ShardEnvironment.learned`.
   */
  readonly meta: JsonObject;
}

/** The part of an `ok` value that results and evidence are made of, where a stage fills output columns. */
export interface FilledColumns {
  /** Output column name to value; a later stage's non-null value wins. */
  readonly columns: Readonly<Record<string, Json>>;
  readonly evidence: readonly Evidence[];
}
