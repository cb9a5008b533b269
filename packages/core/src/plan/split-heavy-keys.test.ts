import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heavyKeyRows, splitHeavyKeys } from './split-heavy-keys.ts';

describe('splitHeavyKeys', () => {
  test('leaves a key whole that fits a shard', () => {
    expect(splitHeavyKeys(new Map([['a', 100]]), 400, 4)).toEqual(new Map([['a', 1]]));
  });

  test('splits a key larger than a fair share into parts that several fit in one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 256 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (shardCount, rows, others) => {
          const fairShare = (rows + others) / shardCount;
          const parts =
            splitHeavyKeys(new Map([['a', rows]]), rows + others, shardCount).get('a') ?? 0;
          const largest = rows > fairShare ? Math.max(1, fairShare / 8) : fairShare;
          expect(rows / parts).toBeLessThanOrEqual(largest);
        },
      ),
    );
  });

  test('calls few keys heavy: eight a shard at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 256 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 500 }),
        (shardCount, keyRows) => {
          const total = keyRows.reduce((sum, rows) => sum + rows, 0);
          const heavy = keyRows.filter((rows) => rows >= heavyKeyRows(total, shardCount));
          expect(heavy.length).toBeLessThanOrEqual(8 * shardCount);
        },
      ),
    );
  });
});
