import type { LedgerEntry } from '../model/ledger-entry.ts';
import { fingerprintWords, type FingerprintIndex } from './fingerprint-index.ts';

/** Notes an entry of a journal; records are found by ordinal and not by fingerprint. */
export function indexEntry(
  index: FingerprintIndex,
  entry: LedgerEntry,
  segment: number,
  row: number,
): void {
  if (entry.kind === 'record') return;
  const words = fingerprintWords(entry.fingerprint);
  if (entry.kind === 'result') index.setResult(words, segment, row);
  else index.countAttempt(words, entry.phase === 'ended' ? -1 : 1, entry.alone);
}
