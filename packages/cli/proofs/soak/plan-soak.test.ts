import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planEveryKind, planSoak, soakDataset, WELL_BEHAVED } from './plan-soak.ts';
import { findKind, siteKinds } from './site-kinds.ts';

const sizes = fc.integer({ min: 1, max: 1_500 });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('the same numbers give the same plan, a third of which misbehaves evenly', () => {
  fc.assert(
    fc.property(sizes, seeds, (size, seed) => {
      const plan = planSoak(size, seed);
      expect(planSoak(size, seed)).toEqual(plan);
      expect(new Set(plan.records.map(({ id }) => id)).size).toBe(size);
      expect(new Set(plan.records.map(({ host }) => host)).size).toBe(size);
      const faulty = plan.records.filter(({ kind }) => kind !== WELL_BEHAVED);
      expect(faulty).toHaveLength(Math.floor(size / 3));
      const times = siteKinds.map(({ name }) => faulty.filter(({ kind }) => kind === name).length);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 30 },
  );
});

test('the short form has every kind once, and the web knows a host by its name alone', () => {
  const { records } = planEveryKind(3);
  const names = siteKinds.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(records.map(({ kind }) => kind)).toEqual([...names, ...Array(3).fill(WELL_BEHAVED)]);
  const known = records.slice(0, -3).map(({ host }) => findKind(host));
  expect(known).toEqual(siteKinds.map((kind, n) => ({ kind, n })));
  expect(soakDataset({ records }).split('\n')).toHaveLength(records.length + 2);
});
