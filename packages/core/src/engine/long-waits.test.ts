import { expect, test } from 'vitest';
import type { DatasetRecord } from '../model/dataset-record.ts';
import { StageError } from '../errors.ts';
import { createMemoryLedger } from '../testing/memory-ledger.ts';
import { createMemorySource } from '../testing/memory-source.ts';
import { systemClock } from './clock.ts';
import { silentLog } from './log.ts';
import { defaultLimits } from './run-limits.ts';
import { runRecords } from './run-records.ts';
import type { Stage } from './stage.ts';
import { Wake } from './wake.ts';

const DAY_MS = 86_400_000;

// Node fires a timer of more than 24 days after a millisecond.
const soon = () => new Promise((resolve) => setTimeout(resolve, 20, 'soon'));

test('a wait of months does not end at once', async () => {
  const wake = new Wake();
  const waiting = wake.wait(100 * DAY_MS).then(() => 'woken');
  expect(await Promise.race([waiting, soon()])).toBe('soon');
  wake.call();
  expect(await waiting).toBe('woken');
});

test('a deadline of months, or none, is not over at once', async () => {
  const record: DatasetRecord = { key: 'k', ordinal: 0, shardKey: 's', values: {} };
  for (const deadlineMs of [100 * DAY_MS, Number.POSITIVE_INFINITY]) {
    const slow: Stage = {
      name: 'slow',
      version: 1,
      config: {},
      required: true,
      deadlineMs,
      input: () => 1,
      async run(_, { signal }) {
        await soon();
        if (signal.aborted) throw new StageError('too_early', 'fail-record', 'aborted');
        return { outcome: 'ok', value: null, reason: null, detail: null, meta: {} };
      },
    };
    const ledger = createMemoryLedger();
    await runRecords({
      stages: [slow],
      source: createMemorySource([record], systemClock),
      ledger,
      services: {},
      limits: defaultLimits,
      clock: systemClock,
      log: silentLog,
      retryFailed: false,
      stop: new AbortController().signal,
      onEvent: () => {},
    });
    const entry = ledger.acknowledged.find(({ kind }) => kind === 'record');
    expect(entry).toMatchObject({ status: 'complete' });
  }
});
