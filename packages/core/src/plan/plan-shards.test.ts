import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { planShards } from './plan-shards.ts';

const weights = fc
  .uniqueArray(fc.tuple(fc.string(), fc.integer({ min: 1, max: 10_000 })), {
    selector: ([unit]) => unit,
    maxLength: 60,
  })
  .map((entries) => new Map(entries));
const shardCount = fc.integer({ min: 1, max: 20 });

function loadsOf(
  units: ReadonlyMap<string, number>,
  plan: ReadonlyMap<string, number>,
  count: number,
) {
  const loads = Array<number>(count).fill(0);
  for (const [unit, weight] of units) loads[(plan.get(unit) ?? 0) - 1]! += weight;
  return loads;
}

describe('planShards', () => {
  test('assigns every unit to one shard between 1 and the count', () => {
    fc.assert(
      fc.property(weights, shardCount, (units, count) => {
        const plan = planShards(units, count);
        expect([...plan.keys()].sort()).toEqual([...units.keys()].sort());
        expect([...plan.values()].every((shard) => shard >= 1 && shard <= count)).toBe(true);
      }),
    );
  });

  test('does not depend on the order of the units', () => {
    fc.assert(
      fc.property(weights, shardCount, (units, count) => {
        const backwards = new Map([...units].reverse());
        expect(new Map(planShards(backwards, count))).toEqual(new Map(planShards(units, count)));
      }),
    );
  });

  // The fullest shard was the emptiest when it got its last unit, so it had at most the fair share then.
  test('fills no shard beyond the fair share and one unit', () => {
    fc.assert(
      fc.property(weights, shardCount, (units, count) => {
        const loads = loadsOf(units, planShards(units, count), count);
        const total = [...units.values()].reduce((sum, weight) => sum + weight, 0);
        const heaviest = Math.max(0, ...units.values());
        expect(Math.max(...loads)).toBeLessThanOrEqual(total / count + heaviest);
      }),
    );
  });

  test('gives the heaviest unit a shard of its own where the rest fits the others', () => {
    const plan = planShards(
      new Map([
        ['small', 1],
        ['tiny', 1],
        ['heavy', 10],
      ]),
      2,
    );
    expect(plan.get('small')).toBe(plan.get('tiny'));
    expect(plan.get('heavy')).not.toBe(plan.get('tiny'));
  });

  test.each([0, -1, 1.5, 4097, Number.NaN])('refuses %s shards', (count) => {
    expect(() => planShards(new Map(), count)).toThrow(UsageError);
    expect(() => planShards(new Map(), count)).toThrow(`\`${count}\``);
  });
});
