import type { LedgerEntry } from '../model/ledger-entry.ts';
import { fingerprintWords, type FingerprintIndex } from './fingerprint-index.ts';
import type { SettledTally } from './settled-tally.ts';

/** What a ledger keeps in memory of its entries: where results stand, and how records ended. */
export interface LedgerIndex {
  readonly fingerprints: FingerprintIndex;
  readonly settled: SettledTally;
}

/** Notes an entry of a journal. */
export function indexEntry(
  { fingerprints, settled }: LedgerIndex,
  entry: LedgerEntry,
  segment: number,
  row: number,
): void {
  if (entry.kind === 'record') return settled.note(entry);
  if (entry.kind === 'parked') return;
  const words = fingerprintWords(entry.fingerprint);
  if (entry.kind === 'result') fingerprints.setResult(words, segment, row);
  else fingerprints.countAttempt(words, entry.phase === 'ended' ? -1 : 1, entry.alone);
}
