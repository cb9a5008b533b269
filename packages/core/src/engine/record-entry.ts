import type { RecordEntry } from '../model/ledger-entry.ts';
import type { RecordInHand } from './record-in-hand.ts';
import { settleRecord } from './settle-record.ts';

/** The ledger's entry of a record whose stages are all done. */
export function recordEntry(
  record: RecordInHand,
  stages: readonly { readonly name: string; readonly required: boolean }[],
  nowMs: number,
): RecordEntry {
  const { ordinal, key } = record.item.record;
  const resting = stages.flatMap(({ name }) => {
    const fingerprint = record.fingerprints[name];
    return fingerprint === undefined ? [] : [{ stage: name, fingerprint }];
  });
  return {
    kind: 'record',
    at: new Date(nowMs).toISOString(),
    ordinal,
    key,
    ...settleRecord(stages, record.outputs),
    stages: resting,
  };
}
