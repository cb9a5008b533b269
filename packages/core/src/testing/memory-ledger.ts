import type { Ledger, LedgerHit } from '../engine/ledger.ts';
import type { LedgerEntry, ResultEntry } from '../model/ledger-entry.ts';

export interface MemoryLedgerOptions {
  /** What a run called `earlier-run` left: results found here are inherited. */
  readonly base?: readonly ResultEntry[];
  /** What earlier processes of this run left. */
  readonly entries?: readonly LedgerEntry[];
  /** Stands for the fsync: appends resolve after it, and reject (for good) when it does. */
  readonly commit?: () => Promise<void>;
}

/** A `Ledger` in memory, for tests of what is built on the port. */
export interface MemoryLedger extends Ledger {
  /** Everything appended, in order, acknowledged or not; starts with `options.entries`. */
  readonly entries: readonly LedgerEntry[];
  /** The part of `entries` that a commit has acknowledged, in order. */
  readonly acknowledged: readonly LedgerEntry[];
}

export function createMemoryLedger(options: MemoryLedgerOptions = {}): MemoryLedger {
  const base = new Map((options.base ?? []).map((entry) => [entry.fingerprint, entry]));
  const hits = new Map<string, LedgerHit>();
  const entries: LedgerEntry[] = [];
  const acknowledged: LedgerEntry[] = [];
  let failure: { readonly error: unknown } | null = null;
  for (const entry of options.entries ?? []) {
    keep(entry);
    acknowledged.push(entry);
  }

  function keep(entry: LedgerEntry): void {
    entries.push(entry);
    if (entry.kind === 'record' || entry.kind === 'parked') return;
    hits.set(entry.fingerprint, hitAfter(entry, hits.get(entry.fingerprint)));
  }

  async function commit(appended: readonly LedgerEntry[]): Promise<void> {
    try {
      await options.commit?.();
    } catch (error) {
      failure ??= { error };
    }
    if (failure !== null) throw failure.error;
    acknowledged.push(...appended);
  }

  return {
    entries,
    acknowledged,
    lookup: async (fingerprints) =>
      fingerprints.map((fingerprint) => withBase(hits.get(fingerprint), base.get(fingerprint))),
    append(appended) {
      if (failure === null) for (const entry of appended) keep(entry);
      const committed = commit(appended);
      committed.catch(() => undefined);
      return committed;
    },
  };
}

function hitAfter(
  entry: Extract<LedgerEntry, { kind: 'result' | 'attempt' }>,
  before: LedgerHit | undefined,
): LedgerHit {
  if (entry.kind === 'result') {
    return { result: entry, isInherited: false, attempts: 0, attemptsAlone: 0 };
  }
  const change = entry.phase === 'started' ? 1 : -1;
  return {
    result: before?.result ?? null,
    isInherited: false,
    attempts: Math.max(0, (before?.attempts ?? 0) + change),
    attemptsAlone: Math.max(0, (before?.attemptsAlone ?? 0) + (entry.alone ? change : 0)),
  };
}

function withBase(
  hit: LedgerHit | undefined,
  inherited: ResultEntry | undefined,
): LedgerHit | undefined {
  if (inherited === undefined || hit?.result) return hit;
  const result = { ...inherited, fromRun: inherited.fromRun ?? 'earlier-run' };
  return { attempts: 0, attemptsAlone: 0, ...hit, result, isInherited: true };
}
