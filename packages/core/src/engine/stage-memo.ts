import { configSha256, fingerprint, type Fingerprint } from '../fingerprint.ts';
import type { Json } from '../model/json.ts';
import type { ResultEntry } from '../model/ledger-entry.ts';
import type { StageResult } from '../model/stage-result.ts';
import type { Clock } from './clock.ts';
import type { Ledger, LedgerHit } from './ledger.ts';
import type { Stage } from './stage.ts';

/** A stage of a record, identified: what it works on and under which fingerprint its result is kept. */
export interface StageKey extends Fingerprint {
  readonly input: Json;
}

/** What the memo says of a stage: a result to use, or how often running it killed the process. */
export interface MemoAnswer {
  readonly result: StageResult | null;
  readonly isInherited: boolean;
  readonly attempts: number;
  readonly attemptsAlone: number;
}

export interface MemoOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Failures from before this process count as absent. */
  readonly retryFailed: boolean;
}

const NOTHING: MemoAnswer = { result: null, isInherited: false, attempts: 0, attemptsAlone: 0 };

/** Looks results up by fingerprint, and takes over those of an earlier run. */
export class StageMemo {
  readonly #options: MemoOptions;
  readonly #configs = new WeakMap<Stage, string>();
  /** Fingerprints of what has failed in this process; what failed before it, only the ledger knows. */
  readonly #failedHere = new Set<string>();
  /** Fingerprints whose copy is on its way into this run's ledger. */
  readonly #copying = new Set<string>();

  constructor(options: MemoOptions) {
    this.#options = options;
  }

  /** The key of `stage` for an input, or of one of its sub-steps. */
  key(stage: Stage, input: Json, step: string | null = null): StageKey {
    let config = this.#configs.get(stage);
    if (config === undefined) {
      config = configSha256(stage);
      this.#configs.set(stage, config);
    }
    return { ...fingerprint(config, input, step), input };
  }

  /** Notes a failure of this process, which stands until the next. */
  noteFailure({ fingerprint: failed }: StageKey): void {
    if (this.#options.retryFailed) this.#failedHere.add(failed);
  }

  /** Looks up one stage for many records: one query. */
  async lookup(stage: Stage, keys: readonly StageKey[]): Promise<readonly MemoAnswer[]> {
    if (keys.length === 0) return [];
    const hits = await this.#options.ledger.lookup(keys.map((key) => key.fingerprint));
    return hits.map((hit) => this.#answer(stage, hit));
  }

  #answer(stage: Stage, hit: LedgerHit | undefined): MemoAnswer {
    if (hit === undefined) return NOTHING;
    const isUsable = hit.result !== null && !this.#isStale(stage, hit.result, hit.isInherited);
    if (isUsable && hit.isInherited) this.#takeOver(hit.result);
    return { ...hit, result: isUsable ? resultOf(hit.result) : null };
  }

  #isStale(stage: Stage, entry: ResultEntry, isInherited: boolean): boolean {
    const isEarlier = !this.#failedHere.has(entry.fingerprint);
    if (this.#options.retryFailed && entry.outcome === 'failed' && isEarlier) return true;
    const maxAgeMs = stage.maxAgeMs ?? null;
    const ageMs = this.#options.clock.now() - Date.parse(entry.at);
    return isInherited && maxAgeMs !== null && ageMs > maxAgeMs;
  }

  /**
   * Copies an earlier run's result into this run's ledger, so that this run stands alone. Nobody waits
   * for it: the record that rests on it is appended after it and acknowledged with or after it.
   */
  #takeOver(entry: ResultEntry): void {
    if (this.#copying.has(entry.fingerprint)) return;
    this.#copying.add(entry.fingerprint);
    this.#options.ledger.append([entry]).then(
      () => this.#copying.delete(entry.fingerprint),
      // The ledger refuses every later append too, and the runner stops there.
      () => undefined,
    );
  }
}

function resultOf(entry: ResultEntry): StageResult {
  const { outcome, value, reason, detail, meta } = entry;
  return { outcome, value, reason, detail, meta };
}
