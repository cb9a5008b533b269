import type { z } from 'zod';
import type { Json } from '../model/json.ts';
import type { Clock } from './clock.ts';
import type { Coordinator, CoordinatorLine, RunEnvironment } from './coordinator.ts';
import type { Log } from './log.ts';
import type { Stage } from './stage.ts';

/** An input column by the recipe's own name. */
export interface InputColumn {
  readonly name: string;
  /** Other headings that mean the same, compared without case, spaces, `_` and `-`. */
  readonly synonyms: readonly string[];
  /** Without a required column the dataset is refused. */
  readonly required: boolean;
  /** Another input: where the dataset has a column for that one, this one is not required. */
  readonly unless?: string;
  readonly description: string;
}

/** `list` is a list of text, `json` anything else that is structured. */
export type ColumnType = 'text' | 'number' | 'list' | 'json';

export interface OutputColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Set where a run has nobody to ask for the column; what turns up by itself is in it all the same. */
  readonly unasked?: UnaskedColumn | undefined;
}

/** Why a run does not ask for a column: a reason code such as `no_model`, and what would, in words. */
export interface UnaskedColumn {
  readonly reason: string;
  readonly advice: string;
}

/** What a shard gives to the recipe that runs in it. */
export interface ShardEnvironment {
  /** The shard's folder, for what the recipe keeps beside the ledger. */
  readonly folder: string;
  /** The folder of all runs, against which kept references are resolved. */
  readonly runsFolder: string;
  readonly concurrency: number;
  /**
   * What results of the earlier run had under `learned` in their `meta`, frozen when this run was planned.
   * It may change how a stage gets at a value, not which one: no fingerprint knows of it.
   */
  readonly learned: ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** The way to what `coordinate` opened; null for a recipe without. */
  readonly coordinator: CoordinatorLine | null;
}

/** What a recipe opens per shard. Stages get it as `context.services`. */
export interface ShardServices {
  /** Makes durable what results appended so far refer to; called before the ledger syncs. */
  sync(): Promise<void>;
  close(): Promise<void>;
  /** Counters for the progress line and the report, such as pages fetched and bytes received. */
  counters(): Readonly<Record<string, number>>;
}

/** A kind of record: its input columns, stages and output columns. */
export interface Recipe<Options = unknown, Services extends ShardServices = ShardServices> {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly InputColumn[];
  /** The same columns as these options need them, where that makes a difference. */
  inputsFor?(options: Options): readonly InputColumn[];
  readonly columns: readonly OutputColumn[];
  /** The same columns as these options fill them, where that makes a difference. */
  columnsFor?(options: Options): readonly OutputColumn[];
  /**
   * Reason codes that tell of a trouble on this side of the network, such as no name server: when attempts
   * at many sites in a row fail with nothing else, the run pauses.
   */
  readonly localReasons?: readonly string[];
  /** Picks and checks what the recipe needs from the run's options. */
  readonly options: z.ZodType<Options>;
  /** Rows with the same shard key share a shard; null lets the row stand alone. */
  shardKey(values: Readonly<Record<string, string | null>>): string | null;
  stages(options: Options): readonly Stage<Services>[];
  open(options: Options, environment: ShardEnvironment): Promise<Services>;
  /** Opens what all processes of a run share, once a run; null where these options need nothing of it. */
  coordinate?(options: Options, environment: RunEnvironment): Promise<Coordinator | null>;
  /** Facts about the options that the report should state, such as a proxy that resolves names. */
  remarks?(options: Options): readonly Json[];
}
