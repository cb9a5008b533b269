import { expect, test } from 'vitest';
import { ledgerContract } from './ledger-contract.ts';
import { sampleResult } from './ledger-entries.ts';
import { createMemoryLedger } from './memory-ledger.ts';

ledgerContract('the ledger in memory', async (base) => {
  const ledger = createMemoryLedger({ base });
  return {
    ledger,
    reopen: async () => createMemoryLedger({ base, entries: ledger.acknowledged }),
    close: async () => {},
  };
});

test('a failed commit acknowledges nothing, then or later', async () => {
  const failures = [new Error('no space'), undefined];
  const ledger = createMemoryLedger({
    commit: async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
  });
  // An unhandled rejection would fail the whole test run here.
  void ledger.append([sampleResult(1)]);
  await expect(ledger.append([sampleResult(1)])).rejects.toThrow('no space');
  await expect(ledger.append([sampleResult(2)])).rejects.toThrow('no space');
  expect(ledger.acknowledged).toEqual([]);
});
