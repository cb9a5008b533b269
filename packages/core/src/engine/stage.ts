import type { StageError } from '../errors.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { StageResult } from '../model/stage-result.ts';
import type { Clock } from './clock.ts';

/** What earlier stages of the record came to, by stage name. */
export type StageOutputs = Readonly<Record<string, StageResult>>;

/** What a stage may use while it runs. */
export interface StageContext<Services> {
  /** What the recipe opened for this shard: fetchers, archives, model clients. */
  readonly services: Services;
  readonly record: DatasetRecord;
  readonly outputs: StageOutputs;
  /** Aborted when the stage's deadline passes or the process must end now. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How often this record has been deferred so far. */
  readonly deferrals: number;
  /** True when a `defer` would be turned into a failure because the record has waited often enough. */
  readonly isLastDeferral: boolean;
  /**
   * Whether a `defer` would be waited for: the record has neither been deferred often enough nor would it
   * wait longer than it may. Where not, a stage that can do without had better, or the record stays pending.
   */
  mayDefer(error: StageError): boolean;
  /** Takes one retry from the stage's budget for this record; false when none is left. */
  spendRetry(): boolean;
  /**
   * A durable sub-step: its value is kept under the fingerprint of stage, name and input, is on disk
   * before this resolves, and is returned without calling `work` the next time.
   */
  step<V extends Json>(
    name: string,
    input: Json,
    work: () => Promise<V>,
    options?: StepOptions,
  ): Promise<V>;
}

export interface StepOptions {
  /**
   * True where a crash may cost the work again, because nothing was paid for it: the value is then on
   * disk soon, and no later than the stage's own result, but is not waited for. Default: false.
   */
  readonly mayRepeat?: boolean;
}

/**
 * One durable step of a recipe. Its fingerprint is the SHA-256 over name, version, config and what
 * `input` returned; nothing else of the record enters it.
 */
export interface Stage<Services = unknown> {
  readonly name: string;
  /** Raised by hand when the same input may give another value. */
  readonly version: number;
  /** Every option that affects the value, and no other. */
  readonly config: JsonObject;
  /** A required stage that fails or is skipped decides the record's status. */
  readonly required: boolean;
  /** Results of earlier runs older than this are not taken over; null for no limit. In milliseconds. */
  readonly maxAgeMs?: number | null;
  /** How long one attempt may take, in milliseconds. */
  readonly deadlineMs?: number;
  /**
   * True where how long an attempt takes tells nothing of how much others bear: it only computes, or waits for its
   * turn under a limit of its own, such as a model's rate. `--concurrency auto` does not go by it then. Default:
   * false.
   */
  readonly isUntimed?: boolean;
  /** What `run` works on; undefined skips the stage for want of input (an earlier one did not succeed). */
  input(record: DatasetRecord, outputs: StageOutputs): Json | undefined;
  /**
   * False when a stored result can no longer serve later stages, such as a crawl whose pages are gone.
   * Asked only when a later stage has to run.
   */
  isUsable?(result: StageResult, services: Services): Promise<boolean>;
  run(input: Json, context: StageContext<Services>): Promise<StageResult>;
}
