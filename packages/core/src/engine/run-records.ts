import { StageError } from '../errors.ts';
import { killPoint } from '../kill-point.ts';
import type { RecordEntry } from '../model/ledger-entry.ts';
import type { Clock } from './clock.ts';
import type { Ledger } from './ledger.ts';
import type { Log } from './log.ts';
import { monitorHealth, type HealthMonitor } from './process-health.ts';
import { takeInHand, type RecordInHand } from './record-in-hand.ts';
import type { RunEvent } from './run-event.ts';
import { MAX_BUGS, QUARANTINE_AFTER, SUSPECT_AFTER, type RunLimits } from './run-limits.ts';
import { settleRecord } from './settle-record.ts';
import { attemptStage, failureOf, keep, type Attempt } from './stage-attempt.ts';
import { StageMemo, type StageKey } from './stage-memo.ts';
import type { Stage } from './stage.ts';
import type { StageResult } from '../model/stage-result.ts';
import type { Settlement, WorkSource, WorkState } from './work-source.ts';
import { Wake } from './wake.ts';

export interface RunRecordsOptions<Services> {
  readonly stages: readonly Stage<Services>[];
  readonly source: WorkSource;
  readonly ledger: Ledger;
  readonly services: Services;
  readonly limits: RunLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** Failures from before this process are tried again. */
  readonly retryFailed: boolean;
  /** Aborted to stop: no more intake, work in flight is drained. Its reason is a `StopReason`. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/** Why a run stopped before its end; it can be resumed. */
export interface StopReason {
  readonly code: string;
  readonly message: string;
}

export interface RunRecordsOutcome {
  /** Records acknowledged in this call. */
  readonly done: number;
  /** Records left for a resume, by reason. */
  readonly parked: Readonly<Record<string, number>>;
  readonly stopped: StopReason | null;
  /** What unknown errors said; each left its record unfinished. */
  readonly bugs: readonly Error[];
}

/**
 * Works through a source until nothing is left, a stop is asked for, or only records remain that would
 * have to wait too long. Every record that counts as done is durable in the ledger.
 *
 * @throws whatever the ledger or the source threw: nothing can be acknowledged any more
 */
export async function runRecords<Services>(
  options: RunRecordsOptions<Services>,
): Promise<RunRecordsOutcome> {
  return new RecordRunner(options).run();
}

class RecordRunner<Services> {
  readonly #options: RunRecordsOptions<Services>;
  readonly #memo: StageMemo;
  readonly #wake = new Wake();
  readonly #health: HealthMonitor = monitorHealth();
  readonly #abort = new AbortController();
  readonly #inFlight = new Map<string, Promise<StageResult>>();
  readonly #active = new Set<RecordInHand>();
  readonly #ready: RecordInHand[] = [];
  /** Records that were in flight at several deaths of the process; they run last, each alone. */
  readonly #suspects: RecordInHand[] = [];
  readonly #parked: Record<string, number> = {};
  readonly #bugs: Error[] = [];
  #settlements: Settlement[] = [];
  #settling: Promise<void> | null = null;
  #intake: Promise<void> | null = null;
  #unacknowledged = 0;
  #done = 0;
  /** When a claim can give something again, by the clock; null when the source is exhausted. */
  #claimAtMs: number | null = 0;
  #stopped: StopReason | null = null;
  #fatal: { readonly error: unknown } | null = null;

  constructor(options: RunRecordsOptions<Services>) {
    this.#options = options;
    const { ledger, clock, retryFailed } = options;
    this.#memo = new StageMemo({ ledger, clock, retryFailed });
  }

  async run(): Promise<RunRecordsOutcome> {
    const { stop } = this.#options;
    const onStop = () => this.#stop(stop.reason as StopReason);
    if (stop.aborted) onStop();
    stop.addEventListener('abort', onStop, { once: true });
    try {
      while (!this.#isOver()) {
        this.#startIntake();
        this.#startWork();
        await this.#wake.wait(this.#msUntilClaim());
      }
      await this.#leaveRest();
    } finally {
      stop.removeEventListener('abort', onStop);
      this.#health.close();
    }
    if (this.#fatal !== null) throw this.#fatal.error;
    return { done: this.#done, parked: this.#parked, stopped: this.#stopped, bugs: this.#bugs };
  }

  #isOver(): boolean {
    const isQuiet = this.#active.size === 0 && this.#intake === null && this.#settling === null;
    if (!isQuiet) return false;
    if (this.#fatal !== null) return true;
    if (this.#unacknowledged > 0) return false;
    if (this.#stopped !== null) return true;
    return this.#ready.length + this.#suspects.length === 0 && this.#claimAtMs === null;
  }

  get #isStopping(): boolean {
    return this.#stopped !== null || this.#fatal !== null;
  }

  // Intake: claim, then serve from the memo whatever it can serve, one lookup per stage.

  #startIntake(): void {
    if (this.#msUntilClaim() !== 0) return;
    this.#intake = this.#takeIn()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#intake = null;
        this.#wake.call();
      });
  }

  /** Time until the next claim is worth while; null when something else has to happen first. */
  #msUntilClaim(): number | null {
    const { limits, clock } = this.#options;
    const hasRoom = this.#unacknowledged < limits.maxUnacknowledged;
    const isLow = this.#ready.length < limits.concurrency;
    if (this.#claimAtMs === null || !hasRoom || !isLow) return null;
    if (this.#isStopping || this.#intake !== null) return null;
    return Math.max(0, this.#claimAtMs - clock.now());
  }

  #claimBy(atMs: number): void {
    this.#claimAtMs = Math.min(this.#claimAtMs ?? atMs, atMs);
  }

  async #takeIn(): Promise<void> {
    const { source, limits, clock } = this.#options;
    // What is given back from here on may be missing in the claim's answer, and is noted by itself.
    while (this.#settling !== null) await this.#settling;
    this.#claimAtMs = null;
    const claim = await source.claim(limits.intakeSize);
    if (claim.items.length > 0) this.#claimBy(0);
    else if (claim.nextDueInMs !== null) this.#claimBy(clock.now() + claim.nextDueInMs);
    const inHand = claim.items.map(takeInHand);
    let open = inHand;
    for (const stage of this.#options.stages) open = await this.#serveStored(stage, open);
    for (const record of inHand) this.#route(record);
  }

  /** Serves one stage from the memo, and returns the records that got past it. */
  async #serveStored(
    stage: Stage<Services>,
    records: readonly RecordInHand[],
  ): Promise<RecordInHand[]> {
    const waiting: { record: RecordInHand; key: StageKey }[] = [];
    const passed: RecordInHand[] = [];
    for (const record of records) {
      const key = this.#keyOf(stage, record);
      if (key === 'bug') continue;
      if (key === null) passed.push(record);
      else waiting.push({ record, key });
    }
    const answers = await this.#memo.lookup(
      stage as Stage,
      waiting.map(({ key }) => key),
    );
    answers.forEach((answer, index) => {
      const { record, key } = waiting[index]!;
      if (answer.result !== null) {
        this.#reuse(stage, record, key, answer.result, answer.isInherited);
        passed.push(record);
      } else if (answer.attempts >= SUSPECT_AFTER) this.#suspects.push(record);
    });
    return passed;
  }

  #route(record: RecordInHand): void {
    if (record.next === this.#options.stages.length) this.#finish(record);
    else if (!this.#suspects.includes(record) && record.next >= 0) this.#ready.push(record);
  }

  /** The stage's key for a record; null where it has no input and is skipped. */
  #keyOf(stage: Stage<Services>, record: RecordInHand): StageKey | null | 'bug' {
    try {
      const input = stage.input(record.item.record, record.outputs);
      if (input !== undefined) return this.#memo.key(stage as Stage, input);
      this.#advance(stage, record, withoutInput(record));
      return null;
    } catch (error) {
      this.#meetBug(record, error);
      return 'bug';
    }
  }

  #reuse(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    result: StageResult,
    isInherited: boolean,
  ): void {
    record.reused.add(stage.name);
    record.fingerprints[stage.name] = key.fingerprint;
    this.#advance(stage, record, result);
    this.#options.onEvent({ type: 'stage-reused', stage: stage.name, isInherited });
  }

  #advance(stage: Stage<Services>, record: RecordInHand, result: StageResult): void {
    record.outputs[stage.name] = result;
    record.next += 1;
  }

  // Work: a bounded window of records, each going through its remaining stages.

  #startWork(): void {
    const { limits } = this.#options;
    while (this.#ready.length > 0 && this.#active.size < limits.concurrency) {
      if (this.#isStopping || this.#unacknowledged >= limits.maxUnacknowledged) return;
      this.#launch(this.#ready.shift()!, false);
    }
    const isIdle = this.#active.size + this.#ready.length === 0 && this.#intake === null;
    const mayRunAlone = isIdle && this.#claimAtMs === null && !this.#isStopping;
    if (mayRunAlone && this.#suspects.length > 0) this.#launch(this.#suspects.shift()!, true);
  }

  #launch(record: RecordInHand, isAlone: boolean): void {
    this.#active.add(record);
    this.#workOn(record, isAlone)
      .catch((error: unknown) => this.#handle(record, error))
      .finally(() => {
        this.#active.delete(record);
        this.#wake.call();
      });
  }

  async #workOn(record: RecordInHand, isAlone: boolean): Promise<void> {
    const { stages } = this.#options;
    while (record.next < stages.length) {
      const stage = stages[record.next]!;
      const input = stage.input(record.item.record, record.outputs);
      if (input === undefined) this.#advance(stage, record, withoutInput(record));
      else await this.#doStage(stage, record, this.#memo.key(stage as Stage, input), isAlone);
    }
    this.#finish(record);
  }

  async #doStage(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Promise<void> {
    if (!record.rerun.has(stage.name)) {
      const running = this.#inFlight.get(key.fingerprint);
      const stored = running ? null : (await this.#memo.lookup(stage as Stage, [key]))[0]!;
      if (stored?.result) return this.#reuse(stage, record, key, stored.result, stored.isInherited);
      if (await this.#goBackToUnusable(record)) return;
      if (stored !== null && stored.attemptsAlone >= QUARANTINE_AFTER) {
        return this.#quarantine(stage, record, key);
      }
    }
    record.fingerprints[stage.name] = key.fingerprint;
    this.#advance(stage, record, await this.#runOnce(stage, record, key, isAlone));
  }

  /** A stage has to run: do again the earlier ones whose stored result no longer serves. */
  async #goBackToUnusable(record: RecordInHand): Promise<boolean> {
    const { stages, services } = this.#options;
    for (const [index, stage] of stages.slice(0, record.next).entries()) {
      if (!record.reused.has(stage.name) || stage.isUsable === undefined) continue;
      if (await stage.isUsable(record.outputs[stage.name]!, services)) continue;
      record.reused.delete(stage.name);
      record.rerun.add(stage.name);
      record.next = index;
      return true;
    }
    return false;
  }

  /** The same fingerprint in flight is awaited, not repeated. */
  #runOnce(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Promise<StageResult> {
    const running = this.#inFlight.get(key.fingerprint);
    if (running !== undefined) return running;
    const result = this.#run(stage, record, key, isAlone).finally(() =>
      this.#inFlight.delete(key.fingerprint),
    );
    this.#inFlight.set(key.fingerprint, result);
    return result;
  }

  async #run(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Promise<StageResult> {
    const { clock, onEvent } = this.#options;
    const ordinal = record.item.record.ordinal;
    const startedMs = clock.now();
    const ended = (outcome: StageResult['outcome'] | 'again', reason: string | null) => {
      const elapsedMs = clock.now() - startedMs;
      onEvent({ type: 'stage-ended', stage: stage.name, ordinal, outcome, reason, elapsedMs });
    };
    onEvent({ type: 'stage-started', stage: stage.name, ordinal });
    const attempt = this.#attempt(stage, record, key, isAlone);
    try {
      const result = await this.#attemptOrGiveUp(attempt);
      ended(result.outcome, result.reason);
      return result;
    } catch (error) {
      ended('again', error instanceof StageError ? error.code : null);
      throw error;
    }
  }

  async #attemptOrGiveUp(attempt: Attempt<Services>): Promise<StageResult> {
    const { ledger, clock, services } = this.#options;
    const environment = {
      ledger,
      clock,
      services,
      memo: this.#memo,
      signal: this.#abort.signal,
    };
    const startedMs = clock.now();
    try {
      return await attemptStage(attempt, environment);
    } catch (error) {
      const givesUp =
        error instanceof StageError &&
        ((error.disposition === 'retry' && !attempt.spendRetry()) ||
          (error.disposition === 'defer' && attempt.isLastDeferral));
      if (!givesUp) throw error;
      return keep(attempt, environment, failureOf(error), startedMs);
    }
  }

  #attempt(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Attempt<Services> {
    const { maxAttempts, maxDeferrals } = this.#options.limits;
    const { deferrals } = record.item.state;
    return {
      stage,
      key,
      isAlone,
      deferrals,
      record: record.item.record,
      outputs: record.outputs,
      isLastDeferral: deferrals >= maxDeferrals,
      spendRetry: () => {
        const spent = record.attempts[stage.name] ?? 1;
        if (spent >= maxAttempts) return false;
        record.attempts[stage.name] = spent + 1;
        return true;
      },
    };
  }

  /** Every attempt of this record, alone in flight, killed the process: it is given up. */
  #quarantine(stage: Stage<Services>, record: RecordInHand, key: StageKey): void {
    const { clock } = this.#options;
    const detail = `the process died ${QUARANTINE_AFTER} times while only this record was in work`;
    const result = failureOf(new StageError('process_killed', 'fail-record', detail));
    record.fingerprints[stage.name] = key.fingerprint;
    keep({ stage, key, record: record.item.record }, this.#options, result, clock.now());
    this.#advance(stage, record, result);
  }

  /** The one place that decides what an error means. */
  #handle(record: RecordInHand, error: unknown): void {
    if (this.#abort.signal.aborted) return this.#release(record);
    if (!(error instanceof StageError)) return this.#meetBug(record, error);
    switch (error.disposition) {
      case 'retry':
        return this.#waitForRetry(record, error);
      case 'defer':
        return this.#defer(record, error);
      case 'stop-run':
        this.#release(record);
        return this.#stop({ code: error.code, message: error.message });
      case 'fail-record':
        // A stage's `fail-record` became a result where it was thrown.
        return this.#meetBug(record, error);
      default:
        throw error.disposition satisfies never;
    }
  }

  #waitForRetry(record: RecordInHand, error: StageError): void {
    const { retryBaseMs } = this.#options.limits;
    const spent = Math.max(...Object.values(record.attempts), 1);
    const backoffMs = retryBaseMs * 2 ** Math.max(0, spent - 2);
    const dueInMs = Math.max(error.retryAfterMs ?? 0, jittered(backoffMs, record));
    this.#giveBack(record, error.code, dueInMs, {
      ...record.item.state,
      attempts: record.attempts,
    });
  }

  #defer(record: RecordInHand, error: StageError): void {
    const { clock, limits } = this.#options;
    const { deferrals, deferredSinceMs } = record.item.state;
    const dueInMs = jittered(error.retryAfterMs ?? limits.retryBaseMs, record);
    const sinceMs = deferredSinceMs ?? clock.now();
    if (clock.now() + dueInMs - sinceMs > limits.maxDeferMs) return this.#park(record, error.code);
    this.#giveBack(record, error.code, dueInMs, {
      attempts: record.attempts,
      deferrals: deferrals + 1,
      deferredSinceMs: sinceMs,
    });
  }

  #giveBack(record: RecordInHand, reason: string, dueInMs: number, state: WorkState): void {
    const { clock, onEvent } = this.#options;
    const { ordinal } = record.item.record;
    this.#settle({ kind: 'deferred', ordinal, dueInMs, reason, state });
    this.#claimBy(clock.now() + dueInMs);
    onEvent({ type: 'record-deferred', ordinal, reason, dueInMs });
  }

  /** Leaves a record for the next resume; it stays claimed, so that this process does not meet it again. */
  #park(record: RecordInHand, reason: string): void {
    this.#parked[reason] = (this.#parked[reason] ?? 0) + 1;
    this.#options.onEvent({ type: 'record-parked', ordinal: record.item.record.ordinal, reason });
  }

  #release(record: RecordInHand): void {
    this.#settle({ kind: 'released', ordinal: record.item.record.ordinal });
  }

  #meetBug(record: RecordInHand, error: unknown): void {
    const bug = error instanceof Error ? error : new Error(String(error));
    const { ordinal, key } = record.item.record;
    this.#options.log.error({ err: bug, ordinal, record: key }, 'unexpected error');
    this.#bugs.push(bug);
    record.next = -1;
    this.#park(record, 'internal_error');
    if (this.#bugs.length >= MAX_BUGS) {
      const message = `${MAX_BUGS} records met an unexpected error, the last one: ${bug.message}`;
      this.#stop({ code: 'internal_error', message });
    }
  }

  // The end of a record: its entry is appended after its results, and acknowledged with them.

  #finish(record: RecordInHand): void {
    const { ledger, clock } = this.#options;
    const entry = recordEntry(record, this.#options.stages, clock);
    this.#unacknowledged += 1;
    ledger.append([entry]).then(
      () => this.#acknowledge(entry),
      (error: unknown) => this.#fail(error),
    );
  }

  #acknowledge(entry: RecordEntry): void {
    const { ordinal, key, status, reason } = entry;
    const { limits, onEvent } = this.#options;
    this.#unacknowledged -= 1;
    this.#done += 1;
    killPoint('record:acknowledged');
    this.#settle({ kind: 'done', ordinal, status });
    onEvent({ type: 'record-done', ordinal, key, status, reason });
    if (this.#done % limits.batchSize === 0) {
      onEvent({ type: 'batch', done: this.#done, health: this.#health.read() });
    }
  }

  /** Settlements gather while the source is busy, and go to it in one call. */
  #settle(settlement: Settlement): void {
    this.#settlements.push(settlement);
    this.#settling ??= this.#passSettlements();
  }

  async #passSettlements(): Promise<void> {
    try {
      await Promise.resolve();
      while (this.#settlements.length > 0) {
        const batch = this.#settlements;
        this.#settlements = [];
        await this.#options.source.settle(batch);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      // In the same turn as the loop's last look: what is settled from here on starts a new pass.
      this.#settling = null;
      this.#wake.call();
    }
  }

  // Stopping.

  #stop(reason: StopReason): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    this.#options.onEvent({ type: 'stopping', reason: reason.code });
    const timer = setTimeout(() => this.#abort.abort(reason), this.#options.limits.drainMs);
    timer.unref();
    this.#wake.call();
  }

  /** The ledger or the source failed: nothing can be acknowledged any more. */
  #fail(error: unknown): void {
    this.#fatal ??= { error };
    this.#abort.abort(error);
    this.#wake.call();
  }

  async #leaveRest(): Promise<void> {
    if (this.#fatal !== null) return;
    for (const record of [...this.#ready, ...this.#suspects]) this.#release(record);
    while (this.#settling !== null) await this.#settling;
  }
}

function withoutInput(record: RecordInHand): StageResult {
  const earlier = Object.values(record.outputs).find(({ outcome }) => outcome !== 'ok');
  const reason = earlier?.reason ?? 'no_input';
  return { outcome: 'skipped', value: null, reason, detail: earlier?.detail ?? null, meta: {} };
}

function recordEntry<Services>(
  record: RecordInHand,
  stages: readonly Stage<Services>[],
  clock: Clock,
): RecordEntry {
  const { ordinal, key } = record.item.record;
  const resting = stages.filter((stage) => record.fingerprints[stage.name] !== undefined);
  return {
    kind: 'record',
    at: new Date(clock.now()).toISOString(),
    ordinal,
    key,
    ...settleRecord(stages, record.outputs),
    stages: resting.map(({ name }) => ({
      stage: name,
      fingerprint: record.fingerprints[name]!,
    })),
  };
}

/** Spreads the waits of many records over half the time again, the same way each time. */
function jittered(ms: number, record: RecordInHand): number {
  const fraction = ((record.item.record.ordinal * 2_654_435_761) % 1_000) / 1_000;
  return Math.round(ms * (1 + fraction / 2));
}
