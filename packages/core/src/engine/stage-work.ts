import { StageError } from '../errors.ts';
import type { StageResult } from '../model/stage-result.ts';
import type { Clock } from './clock.ts';
import type { Ledger } from './ledger.ts';
import { planDeferral, planRetry } from './give-back.ts';
import type { RecordInHand } from './record-in-hand.ts';
import type { RunEvent } from './run-event.ts';
import { QUARANTINE_AFTER, SUSPECT_AFTER, type RunLimits } from './run-limits.ts';
import { SharedTries } from './shared-tries.ts';
import { attemptStage, failureOf, keep, type Attempt } from './stage-attempt.ts';
import type { MemoAnswer, StageKey, StageMemo } from './stage-memo.ts';
import type { Stage } from './stage.ts';
import { StepsInFlight } from './steps-in-flight.ts';

export interface StageWorkOptions<Services> {
  readonly stages: readonly Stage<Services>[];
  readonly ledger: Ledger;
  readonly memo: StageMemo;
  readonly services: Services;
  readonly limits: RunLimits;
  readonly clock: Clock;
  /** Aborted when the process must end now. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Whether a failure is nothing that the record could help, so that it costs no attempt. */
  readonly isHeldBack: (error: StageError) => boolean;
}

/** What an intake came to: every record is in exactly one list. */
export interface ServedRecords {
  /** All their stages were stored. */
  readonly done: readonly RecordInHand[];
  /** At least one stage has to run. */
  readonly open: readonly RecordInHand[];
  /** The process died several times while they were in work. */
  readonly suspects: readonly RecordInHand[];
  readonly bugs: readonly { readonly record: RecordInHand; readonly error: unknown }[];
}

/** Takes records through their stages: from the memo where it can, else by running them. */
export class StageWork<Services> {
  readonly #options: StageWorkOptions<Services>;
  readonly #steps = new StepsInFlight();
  readonly #inFlight = new Map<string, Promise<StageResult>>();
  readonly #tries = new SharedTries();

  constructor(options: StageWorkOptions<Services>) {
    this.#options = options;
  }

  /** Serves what is stored, one lookup per stage for all records. */
  async serve(records: readonly RecordInHand[]): Promise<ServedRecords> {
    const { stages } = this.#options;
    const suspects: RecordInHand[] = [];
    const bugs: { record: RecordInHand; error: unknown }[] = [];
    let passing = records;
    for (const stage of stages) passing = await this.#serveStage(stage, passing, suspects, bugs);
    const aside = new Set([...suspects, ...bugs.map(({ record }) => record)]);
    const rest = records.filter((record) => !aside.has(record));
    return {
      done: rest.filter(({ next }) => next === stages.length),
      open: rest.filter(({ next }) => next < stages.length),
      suspects,
      bugs,
    };
  }

  /** Runs a record's remaining stages; throws what the runner has to decide about. */
  async finish(record: RecordInHand, isAlone: boolean): Promise<void> {
    const { stages, memo } = this.#options;
    while (record.next < stages.length) {
      const stage = stages[record.next]!;
      const input = stage.input(record.item.record, record.outputs);
      if (input === undefined) advance(stage, record, withoutInput(record));
      else await this.#doStage(stage, record, memo.key(stage, input), isAlone);
    }
  }

  /** Returns the records that got past the stage. */
  async #serveStage(
    stage: Stage<Services>,
    records: readonly RecordInHand[],
    suspects: RecordInHand[],
    bugs: { record: RecordInHand; error: unknown }[],
  ): Promise<RecordInHand[]> {
    const passed: RecordInHand[] = [];
    const waiting: { record: RecordInHand; key: StageKey }[] = [];
    for (const record of records) {
      try {
        const key = this.#keyOf(stage, record);
        if (key === null) passed.push(record);
        else waiting.push({ record, key });
      } catch (error) {
        bugs.push({ record, error });
      }
    }
    const answers = await this.#lookup(
      stage,
      waiting.map(({ key }) => key),
    );
    for (const [index, { record, key }] of waiting.entries()) {
      const answer = answers[index]!;
      if (this.#reuse(stage, record, key, answer)) passed.push(record);
      else if (answer.attempts >= SUSPECT_AFTER) suspects.push(record);
    }
    return passed;
  }

  /** The stage's key for a record; null where it has no input and is skipped. */
  #keyOf(stage: Stage<Services>, record: RecordInHand): StageKey | null {
    const input = stage.input(record.item.record, record.outputs);
    if (input !== undefined) return this.#options.memo.key(stage, input);
    advance(stage, record, withoutInput(record));
    return null;
  }

  #lookup(stage: Stage<Services>, keys: readonly StageKey[]): Promise<readonly MemoAnswer[]> {
    return this.#options.memo.lookup(stage, keys);
  }

  #reuse(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    { result, isInherited }: MemoAnswer,
  ): boolean {
    if (result === null) return false;
    record.reused.add(stage.name);
    record.fingerprints[stage.name] = key.fingerprint;
    advance(stage, record, result);
    this.#options.onEvent({ type: 'stage-reused', stage: stage.name, isInherited });
    return true;
  }

  async #doStage(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Promise<void> {
    const answer = await this.#lookupOne(stage, record, key);
    if (this.#reuse(stage, record, key, answer)) return;
    if (await this.#goBackToUnusable(record)) return;
    if (answer.attemptsAlone >= QUARANTINE_AFTER) return this.#quarantine(stage, record, key);
    record.fingerprints[stage.name] = key.fingerprint;
    advance(stage, record, await this.#runOnce(stage, record, key, isAlone));
  }

  /** What no longer served this record may have been made anew for another one since. */
  async #lookupOne(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
  ): Promise<MemoAnswer> {
    const [answer] = await this.#lookup(stage, [key]);
    const { result } = answer!;
    const isDoubtful = result !== null && record.rerun.has(stage.name);
    const serves = !isDoubtful || (await stage.isUsable!(result, this.#options.services));
    return serves ? answer! : { ...answer!, result: null };
  }

  /**
   * A stage has to run: do again the earlier ones whose stored result no longer serves, each once. What
   * rests on them is taken up again after them.
   */
  async #goBackToUnusable(record: RecordInHand): Promise<boolean> {
    const { stages, services } = this.#options;
    for (const [index, stage] of stages.slice(0, record.next).entries()) {
      if (!record.reused.has(stage.name) || record.rerun.has(stage.name)) continue;
      if ((await stage.isUsable?.(record.outputs[stage.name]!, services)) ?? true) continue;
      for (const { name } of stages.slice(index)) {
        record.reused.delete(name);
        delete record.fingerprints[name];
      }
      record.rerun.add(stage.name);
      record.next = index;
      return true;
    }
    return false;
  }

  /**
   * Runs a stage unless its fingerprint is in flight, which is then awaited, or was finished for another
   * record since it was looked up.
   */
  #runOnce(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Promise<StageResult> {
    const running = this.#inFlight.get(key.fingerprint);
    if (running !== undefined) return running;
    const run = async () => {
      const { result } = await this.#lookupOne(stage, record, key);
      return result ?? (await this.#run(stage, record, key, isAlone));
    };
    const result = run().finally(() => this.#inFlight.delete(key.fingerprint));
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
    const { ordinal, shardKey } = record.item.record;
    const startedMs = clock.now();
    this.#tries.requireDue(key.fingerprint, startedMs);
    const ended = (outcome: StageResult['outcome'] | 'again', reason: string | null) => {
      const elapsedMs = clock.now() - startedMs;
      const attempt = { stage: stage.name, ordinal, shardKey, isUntimed: stage.isUntimed ?? false };
      onEvent({ type: 'stage-ended', ...attempt, outcome, reason, elapsedMs });
    };
    onEvent({ type: 'stage-started', stage: stage.name, ordinal });
    try {
      const result = await this.#attemptOrGiveUp(this.#attempt(stage, record, key, isAlone));
      this.#tries.forget(key.fingerprint);
      ended(result.outcome, result.reason);
      return result;
    } catch (error) {
      if (error instanceof StageError) this.#noteFailure(stage, record, key, error);
      ended('again', error instanceof StageError ? error.code : null);
      throw error;
    }
  }

  /** Other records that want this result wait until this one would try again. */
  #noteFailure(
    stage: Stage<Services>,
    record: RecordInHand,
    { fingerprint }: StageKey,
    error: StageError,
  ): void {
    const { limits, clock } = this.#options;
    const nowMs = clock.now();
    const back =
      error.disposition === 'retry'
        ? planRetry(record, error, limits)
        : planDeferral(record, error, limits);
    const spent = record.attempts[stage.name] ?? this.#tries.spent(fingerprint);
    this.#tries.fail(fingerprint, spent, error, nowMs + (back?.dueInMs ?? 0));
  }

  async #attemptOrGiveUp(attempt: Attempt<Services>): Promise<StageResult> {
    const startedMs = this.#options.clock.now();
    try {
      return await attemptStage(attempt, { ...this.#options, steps: this.#steps });
    } catch (error) {
      const givesUp =
        error instanceof StageError &&
        !this.#options.isHeldBack(error) &&
        ((error.disposition === 'retry' && !attempt.spendRetry()) ||
          (error.disposition === 'defer' && attempt.isLastDeferral));
      if (!givesUp) throw error;
      return keep(attempt, this.#options, failureOf(error), startedMs);
    }
  }

  #attempt(
    stage: Stage<Services>,
    record: RecordInHand,
    key: StageKey,
    isAlone: boolean,
  ): Attempt<Services> {
    const { limits } = this.#options;
    const { deferrals } = record.item.state;
    const isLastDeferral = deferrals >= limits.maxDeferrals;
    return {
      stage,
      key,
      isAlone,
      deferrals,
      record: record.item.record,
      outputs: record.outputs,
      isLastDeferral,
      mayDefer: (error) => !isLastDeferral && planDeferral(record, error, limits) !== null,
      spendRetry: () => {
        const own = record.attempts[stage.name] ?? 1;
        const spent = Math.max(own, this.#tries.spent(key.fingerprint));
        if (spent >= limits.maxAttempts) return false;
        record.attempts[stage.name] = spent + 1;
        return true;
      },
    };
  }

  /** Every attempt of this record, alone in flight, killed the process: it is given up. */
  #quarantine(stage: Stage<Services>, record: RecordInHand, key: StageKey): void {
    const detail = `the process died ${QUARANTINE_AFTER} times while only this record was in work`;
    const result = failureOf(new StageError('process_killed', 'fail-record', detail));
    record.fingerprints[stage.name] = key.fingerprint;
    const { clock } = this.#options;
    keep({ stage, key, record: record.item.record }, this.#options, result, clock.now());
    advance(stage, record, result);
  }
}

function advance(
  stage: { readonly name: string },
  record: RecordInHand,
  result: StageResult,
): void {
  record.outputs[stage.name] = result;
  record.next += 1;
}

/** A stage without input is skipped for the reason of the stage that left it without. */
function withoutInput(record: RecordInHand): StageResult {
  const earlier = Object.values(record.outputs).find(({ outcome }) => outcome !== 'ok');
  const reason = earlier?.reason ?? 'no_input';
  return { outcome: 'skipped', value: null, reason, detail: earlier?.detail ?? null, meta: {} };
}
