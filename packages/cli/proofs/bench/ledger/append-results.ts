import { defaultLimits, openFileLedger } from '@sluice/core';
import { answerParent } from '../measure/answer-parent.ts';
import { measureUsage, type Usage } from '../measure/measure-usage.ts';
import { createResults } from './create-results.ts';

/** How many results to append, and where. */
export interface AppendTask {
  readonly folder: string;
  readonly results: number;
}

export interface AppendAnswer extends Usage {
  /** Results that were acknowledged. */
  readonly acknowledged: number;
  /** Journals that became Parquet files. */
  readonly seals: number;
}

// One append a result, as the runner does it, and as many of them unacknowledged as the runner allows.
// The time ends when every result is durable and sealed.
await answerParent(async ({ folder, results }: AppendTask): Promise<AppendAnswer> => {
  const entries = createResults(results);
  const ledger = await openFileLedger({ folder });
  let acknowledged = 0;
  const usage = await measureUsage(async () => {
    let appended = 0;
    for (const entry of entries) {
      const durable = ledger.append([entry]).then(() => (acknowledged += 1));
      appended += 1;
      if (appended - acknowledged >= defaultLimits.maxUnacknowledged) await durable;
    }
    await ledger.seal();
  });
  const { seals } = ledger.stats();
  await ledger.close();
  return { ...usage, acknowledged, seals };
});
