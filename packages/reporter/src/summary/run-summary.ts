import { z } from 'zod';

export const summaryVersion = 1;

const count = z.number().int().nonnegative();

/** A row to show as an example. */
const exampleSchema = z.object({
  /** Position in the dataset, from 1. */
  row: count,
  key: z.string(),
  /** The row's input values, as found. */
  inputs: z.string(),
  detail: z.string().nullable(),
});

const reasonSchema = z.object({
  status: z.enum(['complete', 'partial', 'skipped', 'failed']),
  reason: z.string(),
  stage: z.string().nullable(),
  rows: count,
  /** The reason in words; null where nobody explains it. */
  explanation: z.string().nullable(),
  examples: z.array(exampleSchema),
});
export type ReasonSummary = z.infer<typeof reasonSchema>;

const columnSchema = z.object({
  name: z.string(),
  /** The recipe's own name; another one where the dataset has a column of that name. */
  source: z.string(),
  description: z.string(),
  /** Processed rows (input without skipped and pending) that have a value. */
  filled: count,
  /** The values of these rows, most frequent first, where a few recur; else empty. */
  values: z.array(z.object({ value: z.string(), rows: count })).default([]),
  /** Why the run did not ask for the column, and what would, in words; null where it did. */
  unasked: z.object({ reason: z.string(), advice: z.string() }).nullable().default(null),
});
export type ColumnSummary = z.infer<typeof columnSchema>;

const hostSchema = z.object({
  host: z.string(),
  visits: count,
  failures: count,
  /** The most frequent reason of its failures. */
  reason: z.string().nullable(),
  meanMs: z.number().nonnegative().nullable(),
  maxMs: z.number().nonnegative().nullable(),
  requests: count,
  bytes: count,
});
export type HostSummary = z.infer<typeof hostSchema>;

/**
 * Why a value differs from the earlier run's: the dataset's row changed, the page did, the recipe did
 * (configuration or version of a stage), both did, or the stage that gave it did not succeed this time.
 */
const changeCauses = ['row', 'page', 'recipe', 'page_and_recipe', 'failure', 'other'] as const;
const changeCauseSchema = z.enum(changeCauses);
export type ChangeCause = z.infer<typeof changeCauseSchema>;

const changeSchema = z.object({
  row: count,
  key: z.string(),
  column: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  cause: changeCauseSchema,
  /** The page that the new value comes from; null where there is no evidence. */
  url: z.string().nullable(),
});
export type ValueChange = z.infer<typeof changeSchema>;

const changesSchema = z.object({
  /** The run that this one is compared with. */
  runId: z.string(),
  /** Rows by key: only here, only there, in both and finished in both. */
  addedRows: count,
  removedRows: count,
  comparedRows: count,
  changedRows: count,
  columns: z.array(z.object({ column: z.string(), gained: count, lost: count, changed: count })),
  causes: z.array(z.object({ cause: changeCauseSchema, values: count })),
  /** Output columns that only one of the two recipes has. */
  addedColumns: z.array(z.string()),
  removedColumns: z.array(z.string()),
  examples: z.array(changeSchema),
});
export type RunChanges = z.infer<typeof changesSchema>;

const quoteSchema = z.object({
  row: count,
  column: z.string(),
  value: z.string(),
  quote: z.string(),
  /** The page it stands on. */
  url: z.string(),
});

const throughputSchema = z.object({
  /** UTC, ISO 8601. */
  firstAt: z.string(),
  lastAt: z.string(),
  /** From the first visit to the end of the last record, without pauses of five minutes and more, in milliseconds. */
  activeMs: z.number().nonnegative(),
  records: count,
});

const trafficSchema = z.object({
  requests: count,
  bytes: count,
  pages: count,
  hosts: count,
  /** Pages that were kept as a browser left them. */
  renderedPages: count.default(0),
  /** Characters of visible text that they have more than without a browser. */
  renderedGain: count.default(0),
  /** Pages that a browser was wanted for, and that were no better for it or could not be rendered. */
  renderedInVain: count.default(0),
});

const modelUseSchema = z.object({
  /** That answered calls of this run. */
  models: z.array(z.string()),
  /** Answered, in this run; each is kept. */
  calls: count,
  /** Calls that an answer of an earlier run made needless. */
  takenOver: count,
  /** Calls not made, because rules had filled every column, or the pages have too little text. */
  savedByRules: count,
  savedWithoutText: count,
  inputTokens: count,
  /** Of these, read from the provider's cache. */
  cachedTokens: count,
  outputTokens: count,
  /** In US dollars; null where the price of a call is not known. */
  costUsd: z.number().nonnegative().nullable(),
  meanMs: z.number().nonnegative().nullable(),
  /** Values that stand on the pages, and those dropped because the quote is on no page or says something else. */
  grounded: count,
  notQuoted: count,
  notBorneOut: count,
  /** Pages with words that are meant for a model. */
  suspects: z.object({ pages: count, examples: z.array(z.string()) }),
});
export type ModelUse = z.infer<typeof modelUseSchema>;

const websitesSchema = z.object({
  /** Websites that were found for rows without one and that their sites confirm; equal rows count once. */
  found: count,
  /** Sites that a model or a search named and that are not confirmed. */
  refused: count,
});
export type FoundWebsites = z.infer<typeof websitesSchema>;

/** The outcome of a run as of its last merge; what the report is made of and `status --json` prints. */
export const runSummarySchema = z.object({
  version: z.literal(summaryVersion),
  runId: z.string(),
  name: z.string(),
  recipe: z.string(),
  dataset: z.object({ path: z.string(), format: z.string(), sha256: z.string() }),
  createdAt: z.string(),
  mergedAt: z.string(),
  basedOn: z.string().nullable(),
  /** `complete` when no row is pending. */
  state: z.enum(['complete', 'incomplete']),
  /** The five counts equal `input`. */
  rows: z.object({
    input: count,
    complete: count,
    partial: count,
    skipped: count,
    failed: count,
    pending: count,
  }),
  /** Failed ÷ (input − skipped − pending); null when nothing was processed. */
  failureRate: z.number().min(0).max(1).nullable(),
  pending: z.array(
    z.object({ reason: z.string(), rows: count, explanation: z.string().nullable() }),
  ),
  /** Shards whose results are not here, from 1. */
  missingShards: z.array(z.object({ shard: count, rows: count })),
  shardCount: count,
  columns: z.array(columnSchema),
  /** A few enriched rows; cells are text, cut where long. */
  sample: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.object({ row: count, cells: z.array(z.string().nullable()) })),
  }),
  /** Largest first. */
  reasons: z.array(reasonSchema),
  stages: z.array(
    z.object({
      name: z.string(),
      ok: count,
      skipped: count,
      failed: count,
      /** Of these, taken over from an earlier run. */
      reused: count,
    }),
  ),
  hosts: z.object({ slowest: z.array(hostSchema), failing: z.array(hostSchema) }),
  /** Null where no stage reports traffic. */
  traffic: trafficSchema.nullable(),
  /** Null while no record is finished. */
  throughput: throughputSchema.nullable(),
  evidence: z.object({
    rows: count,
    pages: count,
    methods: z.array(z.object({ method: z.string(), rows: count, confidence: z.number() })),
    /** A piece for each of the first columns; value and quote cut where long. */
    examples: z.array(quoteSchema).default([]),
  }),
  /** Null where no model was asked. */
  model: modelUseSchema.nullable().default(null),
  /** Null where no website was looked for. */
  websites: websitesSchema.nullable().default(null),
  /** Compared with the earlier run; null without one. */
  changes: changesSchema.nullable(),
  /** What was written to the output folder. */
  files: z.array(z.object({ file: z.string(), bytes: count })),
  /** Formats that could not be written, and why. */
  refused: z.array(z.object({ format: z.string(), reason: z.string() })),
  /** Excel cells longer than Excel allows, cut at export. */
  cutExcelCells: count,
  /** Facts that the caller wants said, in words. */
  remarks: z.array(z.string()),
  /** Commands to go on with, and what each is for. */
  nextSteps: z.array(z.object({ purpose: z.string(), command: z.string() })),
});

export type RunSummary = z.infer<typeof runSummarySchema>;
