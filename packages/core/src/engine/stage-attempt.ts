import { StageError } from '../errors.ts';
import type { Json } from '../model/json.ts';
import type { ResultEntry } from '../model/ledger-entry.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import type { StageResult } from '../model/stage-result.ts';
import { longestTimerMs, type Clock } from './clock.ts';
import type { Ledger } from './ledger.ts';
import type { Stage, StageContext, StageOutputs, StepOptions } from './stage.ts';
import type { StageKey, StageMemo } from './stage-memo.ts';
import type { StepsInFlight } from './steps-in-flight.ts';

/** How long one attempt of a stage may take unless the stage says otherwise. */
const DEFAULT_DEADLINE_MS = 10 * 60_000;

/** What an attempt may use of the run. */
export interface AttemptEnvironment<Services> {
  readonly ledger: Ledger;
  readonly memo: StageMemo;
  readonly steps: StepsInFlight;
  readonly clock: Clock;
  readonly services: Services;
  /** Aborted when the process must end now. */
  readonly signal: AbortSignal;
}

/** One stage of one record, about to run. */
export interface Attempt<Services> {
  readonly stage: Stage<Services>;
  readonly key: StageKey;
  readonly record: DatasetRecord;
  readonly outputs: StageOutputs;
  readonly deferrals: number;
  readonly isLastDeferral: boolean;
  readonly isAlone: boolean;
  mayDefer(error: StageError): boolean;
  spendRetry(): boolean;
}

/**
 * Runs one attempt of a stage under its deadline and appends its result.
 *
 * @returns the result, already handed to the ledger (durable once a later append is)
 * @throws StageError with disposition `retry`, `defer` or `stop-run`; a `fail-record` becomes a result
 */
export async function attemptStage<Services>(
  attempt: Attempt<Services>,
  environment: AttemptEnvironment<Services>,
): Promise<StageResult> {
  noteAttempt(attempt, environment, 'started');
  const startedMs = environment.clock.now();
  try {
    const result = await runWithDeadline(attempt, environment);
    return keep(attempt, environment, result, startedMs);
  } catch (error) {
    if (error instanceof StageError && error.disposition === 'fail-record') {
      return keep(attempt, environment, failureOf(error), startedMs);
    }
    noteAttempt(attempt, environment, 'ended');
    throw error;
  }
}

/** The result of a stage that failed for good. */
export function failureOf(error: StageError): StageResult {
  const { code, message, meta } = error;
  return { outcome: 'failed', value: null, reason: code, detail: message, meta };
}

/** Appends a result under its key; the entry is in the journal before anything appended after it. */
export function keep<Services>(
  attempt: Pick<Attempt<Services>, 'stage' | 'key' | 'record'>,
  environment: Pick<AttemptEnvironment<Services>, 'ledger' | 'memo' | 'clock'>,
  result: StageResult,
  startedMs: number,
): StageResult {
  if (result.outcome === 'failed') environment.memo.noteFailure(attempt.key);
  const elapsedMs = environment.clock.now() - startedMs;
  const entry = resultEntry(attempt, environment.clock, result, null);
  // A refused append is met again by the record's own, which is awaited.
  void environment.ledger.append([{ ...entry, meta: { ...result.meta, elapsedMs } }]);
  return result;
}

/** Attempt lines are not waited for: the page cache outlives a killed process. */
function noteAttempt<Services>(
  attempt: Attempt<Services>,
  environment: AttemptEnvironment<Services>,
  phase: 'started' | 'ended',
): void {
  const { ledger, clock } = environment;
  const line = {
    kind: 'attempt' as const,
    at: new Date(clock.now()).toISOString(),
    ordinal: attempt.record.ordinal,
    stage: attempt.stage.name,
    fingerprint: attempt.key.fingerprint,
    alone: attempt.isAlone,
    phase,
  };
  void ledger.append([line]);
}

function resultEntry<Services>(
  attempt: Pick<Attempt<Services>, 'stage' | 'record'> & { key: Omit<StageKey, 'input'> },
  clock: Clock,
  result: StageResult,
  step: string | null,
): ResultEntry {
  const { fingerprint, inputSha256, configSha256 } = attempt.key;
  return {
    kind: 'result',
    at: new Date(clock.now()).toISOString(),
    ordinal: attempt.record.ordinal,
    shardKey: attempt.record.shardKey,
    stage: attempt.stage.name,
    step,
    fingerprint,
    inputSha256,
    configSha256,
    ...result,
    fromRun: null,
  };
}

async function runWithDeadline<Services>(
  attempt: Attempt<Services>,
  environment: AttemptEnvironment<Services>,
): Promise<StageResult> {
  const deadlineMs = attempt.stage.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const deadline = new AbortController();
  const abort = () => deadline.abort(environment.signal.reason);
  if (environment.signal.aborted) abort();
  environment.signal.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(
    () => deadline.abort(deadlinePassed(attempt, deadlineMs)),
    Math.min(deadlineMs, longestTimerMs),
  );
  try {
    return await Promise.race([
      attempt.stage.run(attempt.key.input, context(attempt, environment, deadline.signal)),
      rejection(deadline.signal),
    ]);
  } finally {
    clearTimeout(timer);
    environment.signal.removeEventListener('abort', abort);
  }
}

function deadlinePassed<Services>(attempt: Attempt<Services>, deadlineMs: number): StageError {
  return new StageError(
    'stage_timeout',
    'retry',
    `stage \`${attempt.stage.name}\` did not end within ${deadlineMs / 1000} s`,
  );
}

/** A stage that ignores its signal must not hold the window. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function context<Services>(
  attempt: Attempt<Services>,
  environment: AttemptEnvironment<Services>,
  signal: AbortSignal,
): StageContext<Services> {
  const { record, outputs, deferrals, isLastDeferral } = attempt;
  return {
    services: environment.services,
    record,
    outputs,
    signal,
    clock: environment.clock,
    deferrals,
    isLastDeferral,
    mayDefer: (error) => attempt.mayDefer(error),
    spendRetry: () => attempt.spendRetry(),
    async step(name, input, work, options) {
      const key = environment.memo.key(attempt.stage, input, name);
      return environment.steps.take(key.fingerprint, signal, () =>
        durableStep({ ...attempt, key }, environment, name, work, options),
      );
    },
  };
}

/** Looks a sub-step up, or does it and waits until what it gave is on disk, if a crash must not cost it. */
async function durableStep<Services, V extends Json>(
  step: Attempt<Services>,
  environment: AttemptEnvironment<Services>,
  name: string,
  work: () => Promise<V>,
  { mayRepeat = false }: StepOptions = {},
): Promise<V> {
  const { memo, ledger, clock } = environment;
  const [answer] = await memo.lookup(step.stage, [step.key]);
  if (answer?.result?.outcome === 'ok') return answer.result.value as V;
  const value = await work();
  const result: StageResult = { outcome: 'ok', value, reason: null, detail: null, meta: {} };
  const entry = resultEntry(step, clock, result, name);
  const appended = ledger.append([entry]);
  if (!mayRepeat) await appended;
  return value;
}
