import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDB, readLedger, formatCount, plural } from '@sluice/core';
import type { CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';
import { formatDuration } from '../progress/format-progress.ts';
import { openRunLog } from '../run/run-log.ts';
import { openCoordinator } from '../run/open-coordinator.ts';
import { AUTO_CONCURRENCY, runShardsHere } from '../run/shard-runs.ts';
import { prepareRun } from './prepare-run.ts';
import { usableModel } from './usable-model.ts';

/** Rows whose pages are read for an estimate: the first ones. */
const SAMPLE_ROWS = 10;
/** Tokens of an answer to one question, and time of one call in milliseconds, as models usually have them. */
const ANSWER_TOKENS = 60;
const CALL_MS = 3_000;
const MINUTE_MS = 60_000;

/** What the sample came to, per row. */
interface Sample {
  readonly rows: number;
  /** Rows with a name and no website, which somebody would be asked for. */
  readonly websites: number;
  /** To the model, and to the search. */
  readonly calls: number;
  readonly searches: number;
  readonly inputTokens: number;
  readonly questions: number;
  /** Of all stages, in milliseconds. */
  readonly workMs: number;
}

/** What asking a model and a search will take, as far as a sample tells. */
export interface CallEstimate {
  /** Null where none is asked. */
  readonly model: string | null;
  /** To the model. */
  readonly calls: number;
  /** Questions to the search; null without one. */
  readonly searches: number | null;
  /** Rows whose website is looked for. Once found it is read and asked about, which is not counted. */
  readonly websites: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the model; null where its price is not known, or there is none. */
  readonly costUsd: number | null;
  readonly elapsedMs: number;
  /** Rows that were read for it. */
  readonly sampleRows: number;
}

/**
 * Reads the pages of a dataset's first rows, politely and as a run would, and works out what the model
 * would be asked about them, and whom it or a search would be asked for the websites of others. Nothing is
 * asked, nothing is paid, and nothing stays on disk.
 *
 * @param rows - that are still to be done
 * @returns null when nobody would be asked
 */
export async function estimateCalls(
  context: CommandContext,
  location: string,
  given: RunOptions,
  rows: number,
): Promise<CallEstimate | null> {
  const { options } = usableModel(given, context.streams.environment);
  if (options.model === undefined && !hasSearch(options)) return null;
  const state = await mkdtemp(join(tmpdir(), 'sluice-estimate-'));
  try {
    return extrapolate(await readSample(context, location, options, state), options, rows);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

function hasSearch({ searchUrl, replay }: RunOptions): boolean {
  return searchUrl !== undefined && replay === undefined;
}

/** An estimate on one line. */
export function describeEstimate(estimate: CallEstimate): string {
  const { model, searches, websites, costUsd, elapsedMs, sampleRows } = estimate;
  const cost = costUsd === null ? 'price unknown' : `$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`;
  const asked = [
    ...(model === null ? [] : [`${describeCalls(model, estimate)}, ${cost}`]),
    ...(searches === null ? [] : [`search: about ${plural(searches, 'question')}`]),
  ].join('; ');
  const time = model === null ? '' : `, ${formatDuration(elapsedMs)} in all`;
  const more = websites === 0 || model === null ? '' : ', and more for websites that are found';
  const from = model === null ? '' : 'the pages of ';
  return `${asked}${time}${more} (from ${from}${plural(sampleRows, 'row')}; kept answers are not asked for again)`;
}

function describeCalls(model: string, { calls, inputTokens, outputTokens }: CallEstimate): string {
  return `model ${model}: about ${plural(calls, 'call')}, ${formatCount(inputTokens)} tokens read and ${formatCount(outputTokens)} written`;
}

async function readSample(
  context: CommandContext,
  location: string,
  options: RunOptions,
  state: string,
): Promise<Sample> {
  const { run: _, shard: __, ...rest } = options;
  const scratch: RunOptions = {
    ...rest,
    state,
    limit: Math.min(options.limit ?? SAMPLE_ROWS, SAMPLE_ROWS),
    shards: 1,
    workers: 1,
    recipeOptions: { ...options.recipeOptions, estimatesOnly: true },
  };
  const hooks = { say: () => {}, mayCreate: () => true };
  const run = await prepareRun(context, location, scratch, hooks);
  if (run === null) throw new Error('a run that may be created was not');
  const { signal } = new AbortController();
  const log = openRunLog(run.folder.log, 'silent');
  try {
    const coordinator = await openCoordinator(run, [1], signal);
    await runShardsHere(run, [1], { stop: signal, log, coordinator, onProgress: () => {} });
  } finally {
    log.close();
  }
  return readLedger(run.folder.shard(1, 1), sumSample);
}

/** What the stages of an estimate say in their `meta`; those that look for a website count `searches`. */
const META = JSON.stringify({
  elapsedMs: 'DOUBLE',
  estimate: { calls: 'DOUBLE', searches: 'DOUBLE', inputTokens: 'DOUBLE', questions: 'DOUBLE' },
});

async function sumSample(relation: string): Promise<Sample> {
  using database = await openDuckDB();
  const [sample] = await database.rows<Sample>(`
    WITH results AS (
      SELECT json_transform(meta, '${META}') AS m
      FROM ${relation} WHERE kind = 'result' AND step IS NULL
    )
    SELECT (SELECT count(*)::DOUBLE FROM ${relation} WHERE kind = 'record') AS rows,
      count(m.estimate.searches)::DOUBLE AS websites,
      coalesce(sum(m.estimate.calls), 0) AS calls,
      coalesce(sum(m.estimate.searches), 0) AS searches,
      coalesce(sum(m.estimate.inputTokens), 0) AS "inputTokens",
      coalesce(sum(m.estimate.questions), 0) AS questions,
      coalesce(sum(m.elapsedMs), 0) AS "workMs"
    FROM results`);
  return sample!;
}

async function extrapolate(
  sample: Sample,
  options: RunOptions,
  rows: number,
): Promise<CallEstimate> {
  const { costOf, findPrice, modelPriceSchema } = await import('@sluice/enricher');
  const factor = sample.rows === 0 ? 0 : Math.min(rows, options.limit ?? rows) / sample.rows;
  const calls = Math.round(sample.calls * factor);
  const inputTokens = Math.round(sample.inputTokens * factor);
  const outputTokens = Math.round(sample.questions * ANSWER_TOKENS * factor);
  const own = Object.entries(options.modelPrices);
  const prices = own.map(([name, price]) => [name, modelPriceSchema.parse(price)] as const);
  const { model } = options;
  const price = model === undefined ? null : findPrice(model, Object.fromEntries(prices));
  const usage = { inputTokens, cachedTokens: 0, outputTokens };
  return {
    model: model ?? null,
    calls,
    searches: hasSearch(options) ? Math.round(sample.searches * factor) : null,
    websites: Math.round(sample.websites * factor),
    inputTokens,
    outputTokens,
    costUsd: price === null ? null : costOf(usage, price),
    elapsedMs: timeOf(calls, inputTokens + outputTokens, sample.workMs * factor, options),
    sampleRows: sample.rows,
  };
}

/** Work side by side, or longer where a rate is configured that takes longer. */
function timeOf(calls: number, tokens: number, workMs: number, options: RunOptions): number {
  const { concurrency, workers, modelRequestsPerMinute, modelTokensPerMinute } = options;
  const beside = (concurrency === 'auto' ? AUTO_CONCURRENCY : concurrency) * workers;
  return Math.max(
    (workMs + calls * CALL_MS) / beside,
    (calls / (modelRequestsPerMinute ?? Infinity)) * MINUTE_MS,
    (tokens / (modelTokensPerMinute ?? Infinity)) * MINUTE_MS,
  );
}
