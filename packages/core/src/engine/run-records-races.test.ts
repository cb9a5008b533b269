import { expect, test } from 'vitest';
import { StageError } from '../errors.ts';
import { createMemoryLedger } from '../testing/memory-ledger.ts';
import { createMemorySource } from '../testing/memory-source.ts';
import { systemClock } from './clock.ts';
import { silentLog } from './log.ts';
import { defaultLimits } from './run-limits.ts';
import { runRecords } from './run-records.ts';
import type { Stage } from './stage.ts';
import type { WorkSource } from './work-source.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('x', async () => {
  const source = createMemorySource([{ key: 'k', ordinal: 0, shardKey: 's', values: {} },{ key: 'k1', ordinal: 1, shardKey: 's', values: {} }], systemClock);
  let calls = 0;
  const inClaim = Promise.withResolvers<void>();
  let claims = 0; const deferred = Promise.withResolvers<void>();
  const slow: WorkSource = {
    ...source,
    async claim(max) {
      const c = await source.claim(max);
      claims += 1; console.log('claim', claims, c.items.length, c.nextDueInMs, calls);
      if (claims === 2) { inClaim.resolve(); await deferred.promise; }
      return c;
    },
  };
  const stage: Stage = {
    name: 'a', version: 1, config: {}, required: true, input: (r) => r.ordinal,
    async run() {
      calls += 1; console.log('call', calls);
      if (calls === 2) { await inClaim.promise; throw new StageError('busy', 'defer', 'x', { retryAfterMs: 1 }); }
      return { outcome: 'ok', value: null, reason: null, detail: null, meta: {} };
    },
  };
  const outcome = await runRecords({ stages: [stage], source: slow, ledger: createMemoryLedger(), services: {}, limits: { ...defaultLimits, retryBaseMs: 1 }, clock: systemClock, log: silentLog, retryFailed: false, stop: new AbortController().signal, onEvent: (e) => { if (e.type==='record-deferred') deferred.resolve(); } });
  expect(outcome.done).toBe(2);
});
