import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shardUnit } from './shard-unit.ts';

describe('shardUnit', () => {
  test('puts light keys into 4,096 buckets, whatever else is in the row', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, inputs) => {
        const unit = shardUnit(key, () => inputs, new Map([[`${key}!`, 3]]));
        expect(unit).toMatch(/^bucket [0-9a-f]{3}$/);
        expect(unit).toBe(shardUnit(key, () => '', new Map()));
      }),
    );
  });

  test('spreads light keys evenly', () => {
    const units = Array.from({ length: 40_960 }, (_, i) =>
      shardUnit(`site${i}.example`, () => '', new Map()),
    );
    const counts = Map.groupBy(units, (unit) => unit);
    const fullest = Math.max(...[...counts.values()].map((unit) => unit.length));
    expect(counts.size).toBe(4096);
    expect(fullest).toBeLessThan(40);
  });

  test('gives a heavy key units of its own, as many as it has parts', () => {
    const heavyKeys = new Map([['big.example', 5]]);
    const units = Array.from({ length: 200 }, (_, i) =>
      shardUnit('big.example', () => `row ${i}`, heavyKeys),
    );
    expect([...new Set(units)].sort()).toEqual(
      [0, 1, 2, 3, 4].map((part) => `part ${part} of big.example`),
    );
  });

  test('keeps rows of equal inputs in one part', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), (inputs, parts) => {
        const heavyKeys = new Map([['big.example', parts]]);
        const [first, second] = [1, 2].map(() => shardUnit('big.example', () => inputs, heavyKeys));
        expect(second).toBe(first);
      }),
    );
  });

  test('keeps a heavy key that fits a shard whole, unread', () => {
    const inputs = () => {
      throw new Error('read');
    };
    expect(shardUnit('big.example', inputs, new Map([['big.example', 1]]))).toBe(
      'part 0 of big.example',
    );
  });
});
