import { availableMemory } from '../available-memory.ts';
import { ResumableError, StageError } from '../errors.ts';
import { killPoint } from '../kill-point.ts';
import type { RecordEntry } from '../model/ledger-entry.ts';
import type { Clock } from './clock.ts';
import { planDeferral, planRetry, type GivenBack } from './give-back.ts';
import type { Ledger } from './ledger.ts';
import type { Log } from './log.ts';
import { monitorHealth, type HealthMonitor, type ProcessHealth } from './process-health.ts';
import { recordEntry } from './record-entry.ts';
import { takeInHand, type RecordInHand } from './record-in-hand.ts';
import type { RunEvent, StageEnded } from './run-event.ts';
import { healthyRun, mayProbe, planHealth, type AttemptEnd, type RunHealth } from './run-health.ts';
import { MAX_BUGS, MIN_WINDOW, WINDOW_START, type RunLimits } from './run-limits.ts';
import { Settlements } from './settlements.ts';
import { StageMemo } from './stage-memo.ts';
import { StageWork } from './stage-work.ts';
import type { Stage } from './stage.ts';
import { Wake } from './wake.ts';
import type { WorkSource } from './work-source.ts';
import { WorkRound } from './work-round.ts';
import {
  isRoundOver,
  openWindow,
  planWindow,
  spareProcess,
  type WindowBounds,
  type WorkWindow,
} from './work-window.ts';

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
  /** Reason codes that tell of a trouble on this side of the network. */
  readonly localReasons?: readonly string[];
  /** Watches this process, unless something else is given. */
  readonly monitor?: () => HealthMonitor;
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
 * @throws whatever the ledger or the source threw, or a `ResumableError` of a stage: nothing can be
 *   acknowledged any more
 */
export async function runRecords<Services>(
  options: RunRecordsOptions<Services>,
): Promise<RunRecordsOutcome> {
  return new RecordRunner(options).run();
}

class RecordRunner<Services> {
  readonly #options: RunRecordsOptions<Services>;
  readonly #work: StageWork<Services>;
  readonly #settlements: Settlements;
  readonly #wake = new Wake();
  readonly #health: HealthMonitor = monitorHealth();
  readonly #abort = new AbortController();
  readonly #localReasons: ReadonlySet<string>;
  #window: WorkWindow;
  #runHealth: RunHealth = healthyRun;
  #processHealth: ProcessHealth;
  readonly #memoryBytes = availableMemory();
  /** While the run is critical: whether one record may be tried, to see. */
  #isProbeDue = false;
  #round: WorkRound;
  /** Records that have to run, in order. */
  readonly #ready: RecordInHand[] = [];
  readonly #active = new Set<RecordInHand>();
  /** Records that were in flight at several deaths of the process; they run last, each alone. */
  readonly #suspects: RecordInHand[] = [];
  readonly #parked: Record<string, number> = {};
  readonly #bugs: Error[] = [];
  #intake: Promise<void> | null = null;
  #unacknowledged = 0;
  #done = 0;
  /** When a claim can give something again, by the clock; null when the source is exhausted. */
  #claimAtMs: number | null = 0;
  #stopped: StopReason | null = null;
  #fatal: { readonly error: unknown } | null = null;

  constructor(options: RunRecordsOptions<Services>) {
    const { source, limits, ...rest } = options;
    const { concurrency, isAdaptive } = limits;
    const size = isAdaptive ? Math.min(WINDOW_START, concurrency) : concurrency;
    this.#window = openWindow(size);
    this.#round = new WorkRound(-Infinity, false);
    const signal = this.#abort.signal;
    this.#options = options;
    this.#processHealth = this.#health.read();
    this.#localReasons = new Set(options.localReasons);
    const onEvent = (event: RunEvent): void => this.#passOn(event);
    const isHeldBack = ({ code }: StageError): boolean =>
      this.#isCritical && this.#localReasons.has(code);
    const memo = new StageMemo(options);
    this.#work = new StageWork({ ...rest, limits, onEvent, isHeldBack, memo, signal });
    this.#settlements = new Settlements(source, this.#wake.call, (error) => this.#fail(error));
  }

  async run(): Promise<RunRecordsOutcome> {
    const { stop } = this.#options;
    const onStop = () => this.#stop(stop.reason as StopReason);
    if (stop.aborted) onStop();
    stop.addEventListener('abort', onStop, { once: true });
    const endWatch = this.#watchProcess();
    try {
      while (!this.#isOver()) {
        this.#startIntake();
        this.#startWork();
        await this.#wake.wait(this.#msUntilClaim());
      }
      await this.#leaveRest();
    } finally {
      stop.removeEventListener('abort', onStop);
      endWatch();
      this.#health.close();
    }
    if (this.#fatal !== null) throw this.#fatal.error;
    return { done: this.#done, parked: this.#parked, stopped: this.#stopped, bugs: this.#bugs };
  }

  #isOver(): boolean {
    const isBusy = this.#active.size > 0 || this.#intake !== null || this.#settlements.isPassing;
    if (isBusy) return false;
    if (this.#fatal !== null) return true;
    if (this.#unacknowledged > 0) return false;
    if (this.#stopped !== null) return true;
    return this.#ready.length + this.#suspects.length === 0 && this.#claimAtMs === null;
  }

  get #isStopping(): boolean {
    return this.#stopped !== null || this.#fatal !== null;
  }

  // Intake: claim, and serve from the memo whatever it can serve.

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
    const isLow = this.#ready.length < (this.#isCritical ? 1 : limits.concurrency);
    if (this.#claimAtMs === null || !hasRoom || !isLow) return null;
    if (this.#isStopping || this.#intake !== null) return null;
    if (this.#isCritical && !this.#isProbeDue) return null;
    return Math.max(0, this.#claimAtMs - clock.now());
  }

  #claimBy(atMs: number): void {
    this.#claimAtMs = Math.min(this.#claimAtMs ?? atMs, atMs);
  }

  async #takeIn(): Promise<void> {
    const { source, limits, clock } = this.#options;
    // Before the wait: what is given back from here on may be missing in the claim's answer, and notes
    // by itself when it is due. After it, a note made in the turns that the wait takes to end is lost.
    this.#claimAtMs = null;
    await this.#settlements.passed();
    const claim = await source.claim(limits.intakeSize);
    if (claim.items.length > 0) this.#claimBy(0);
    else if (claim.nextDueInMs !== null) this.#claimBy(clock.now() + claim.nextDueInMs);
    const served = await this.#work.serve(claim.items.map(takeInHand));
    for (const record of served.done) this.#finish(record);
    for (const { record, error } of served.bugs) this.#meetBug(record, error);
    this.#ready.push(...served.open);
    this.#suspects.push(...served.suspects);
  }

  // Work: a bounded window of records, each going through its remaining stages.

  #startWork(): void {
    const { limits } = this.#options;
    while (this.#ready.length > 0 && this.#active.size < this.#room) {
      if (this.#isStopping || this.#unacknowledged >= limits.maxUnacknowledged) return;
      this.#isProbeDue = false;
      this.#launch(this.#ready.shift()!, false);
    }
    const isIdle = this.#active.size + this.#ready.length === 0 && this.#intake === null;
    const mayRunAlone =
      isIdle && !this.#isCritical && this.#claimAtMs === null && !this.#isStopping;
    if (mayRunAlone && this.#suspects.length > 0) this.#launch(this.#suspects.shift()!, true);
  }

  get #isCritical(): boolean {
    return this.#runHealth.state === 'critical';
  }

  /** Records that may be in work now; of a critical run one alone, where trying is the way to know. */
  get #room(): number {
    if (!this.#isCritical) return this.#window.size;
    return this.#isProbeDue ? 1 : 0;
  }

  /** Looks at the process and the window again and again; gives back how to end that. */
  #watchProcess(): () => void {
    const { limits, monitor: watch = monitorHealth } = this.#options;
    const monitor = watch();
    const look = (): void => {
      const health = monitor.read();
      if (limits.isAdaptive) this.#spareProcess(health);
      this.#judgeHealth(health, []);
      this.#isProbeDue = this.#isCritical && mayProbe(this.#runHealth);
      this.#wake.call();
    };
    // It keeps the process alive: while the run is critical, nothing else may be going on.
    const timer = setInterval(look, limits.lookIntervalMs);
    return () => {
      clearInterval(timer);
      monitor.close();
    };
  }

  #spareProcess(health: ProcessHealth): void {
    const process = { health, memoryBytes: this.#memoryBytes };
    this.#window = spareProcess(this.#window, process, this.#windowBounds);
  }

  /** Once a round: earlier, the attempts that end still tell of the window before. */
  #adaptWindow(event: StageEnded): void {
    const nowMs = this.#options.clock.now();
    this.#round.note(event, nowMs);
    if (!isRoundOver(this.#window, this.#round)) return;
    const process = { health: this.#processHealth, memoryBytes: this.#memoryBytes };
    this.#window = planWindow(this.#window, this.#round, process, this.#windowBounds);
    this.#round = new WorkRound(nowMs, this.#active.size >= this.#window.size);
  }

  get #windowBounds(): WindowBounds {
    const { concurrency: max } = this.#options.limits;
    return { min: Math.min(MIN_WINDOW, max), max };
  }

  #judgeHealth(process: ProcessHealth, ended: readonly AttemptEnd[]): void {
    const { clock, limits, onEvent } = this.#options;
    const before = this.#runHealth;
    const atMs = clock.now();
    const sample = { atMs, process, memoryBytes: this.#memoryBytes, ended };
    const { state, reasons, criticalSinceMs } = (this.#runHealth = planHealth(before, sample));
    this.#processHealth = process;
    if (describe(before) !== describe(this.#runHealth)) {
      onEvent({ type: 'health', health: { state, reasons } });
      if (before.state === 'critical') this.#wake.call();
    }
    if (criticalSinceMs === null || atMs - criticalSinceMs < limits.maxDeferMs) return;
    const why = reasons.map(({ detail }) => detail).join('; ');
    this.#stop({ code: 'health', message: `no recovery within --max-defer: ${why}` });
  }

  #passOn(event: RunEvent): void {
    this.#options.onEvent(event);
    if (event.type !== 'stage-ended') return;
    if (this.#options.limits.isAdaptive) this.#adaptWindow(event);
    // A record may be skipped without asking anybody: that tells nothing of the way out.
    if (event.outcome === 'skipped') return;
    const { stage, shardKey: site, reason } = event;
    const localReason = reason !== null && this.#localReasons.has(reason) ? reason : null;
    // Now, and not at the next look: until then a network that is gone could fail hundreds of records.
    this.#judgeHealth(this.#processHealth, [{ stage, site, localReason }]);
  }

  #launch(record: RecordInHand, isAlone: boolean): void {
    this.#active.add(record);
    if (this.#active.size >= this.#window.size) this.#round.wasFull = true;
    this.#work
      .finish(record, isAlone)
      .then(() => this.#finish(record))
      .catch((error: unknown) => this.#handle(record, error))
      .finally(() => {
        this.#active.delete(record);
        this.#wake.call();
      });
  }

  /** The one place that decides what an error means. */
  #handle(record: RecordInHand, error: unknown): void {
    const { limits } = this.#options;
    if (this.#abort.signal.aborted) return this.#release(record);
    // What a recipe keeps beside the ledger is on the same disk.
    if (error instanceof ResumableError) return this.#fail(error);
    if (!(error instanceof StageError)) return this.#meetBug(record, error);
    switch (error.disposition) {
      case 'retry':
        return this.#giveBack(record, error, planRetry(record, error, limits));
      case 'defer':
        return this.#giveBack(record, error, planDeferral(record, error, limits));
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

  #giveBack(record: RecordInHand, { code: reason }: StageError, back: GivenBack | null): void {
    if (back === null) return this.#park(record, reason);
    const { clock, onEvent } = this.#options;
    const { ordinal } = record.item.record;
    this.#settlements.add({ kind: 'deferred', ordinal, reason, ...back });
    this.#claimBy(clock.now() + back.dueInMs);
    onEvent({ type: 'record-deferred', ordinal, reason, dueInMs: back.dueInMs });
  }

  /** Leaves a record for the next resume; it stays claimed, so that this process does not meet it again. */
  #park(record: RecordInHand, reason: string): void {
    const { ledger, clock, onEvent } = this.#options;
    const { ordinal } = record.item.record;
    this.#parked[reason] = (this.#parked[reason] ?? 0) + 1;
    const at = new Date(clock.now()).toISOString();
    // Nobody waits for it: what the ledger cannot write is said when it closes.
    void ledger.append([{ kind: 'parked', at, ordinal, reason }]);
    onEvent({ type: 'record-parked', ordinal, reason });
  }

  #release(record: RecordInHand): void {
    this.#settlements.add({ kind: 'released', ordinal: record.item.record.ordinal });
  }

  #meetBug(record: RecordInHand, error: unknown): void {
    const bug = error instanceof Error ? error : new Error(String(error));
    const { ordinal, key } = record.item.record;
    this.#options.log.error({ err: bug, ordinal, record: key }, 'unexpected error');
    this.#bugs.push(bug);
    this.#park(record, 'internal_error');
    if (this.#bugs.length >= MAX_BUGS) {
      const message = `${MAX_BUGS} records met an unexpected error, the last one: ${bug.message}`;
      this.#stop({ code: 'internal_error', message });
    }
  }

  // The end of a record: its entry is appended after its results, and acknowledged with them.

  #finish(record: RecordInHand): void {
    const { ledger, clock, stages } = this.#options;
    const entry = recordEntry(record, stages, clock.now());
    this.#unacknowledged += 1;
    ledger.append([entry]).then(
      () => this.#acknowledge(entry),
      (error: unknown) => this.#fail(error),
    );
  }

  #acknowledge({ ordinal, key, status, reason }: RecordEntry): void {
    const { limits, onEvent } = this.#options;
    this.#unacknowledged -= 1;
    this.#done += 1;
    killPoint('record:acknowledged');
    this.#settlements.add({ kind: 'done', ordinal, status });
    onEvent({ type: 'record-done', ordinal, key, status, reason });
    if (this.#done % limits.batchSize === 0) this.#markBatch();
  }

  #markBatch(): void {
    this.#options.onEvent({ type: 'batch', done: this.#done, health: this.#health.read() });
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

  /** The ledger, the source or the disk failed: nothing can be acknowledged any more. */
  #fail(error: unknown): void {
    this.#fatal ??= { error };
    this.#abort.abort(error);
    this.#wake.call();
  }

  async #leaveRest(): Promise<void> {
    if (this.#fatal !== null) return;
    if (this.#done > 0) this.#markBatch();
    for (const record of [...this.#ready, ...this.#suspects]) this.#release(record);
    await this.#settlements.passed();
  }
}

function describe({ state, reasons }: RunHealth): string {
  return [state, ...reasons.map(({ code }) => code)].join(' ');
}
