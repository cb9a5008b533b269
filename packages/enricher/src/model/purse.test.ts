import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Purse } from './purse.ts';

const usd = fc.double({ min: 0, max: 3, noNaN: true });
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('begin' as const), worst: usd }),
    fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ do: fc.constant('lose' as const), which: fc.nat() }),
  ),
  { maxLength: 60 },
);

test('whatever the calls that are out turn out to cost, the budget is not passed', () => {
  fc.assert(
    fc.property(usd, usd, steps, (budget, spentBefore, sequence) => {
      const purse = new Purse(budget, spentBefore);
      const out: { call: number; worst: number }[] = [];
      let spent = 0;
      for (const [call, step] of sequence.entries()) {
        if (step.do === 'begin') {
          if (purse.affords(step.worst) !== 'yes') continue;
          purse.reserve(call, step.worst);
          out.push({ call, worst: step.worst });
          continue;
        }
        const [ended] = out.splice(out.length === 0 ? 0 : step.which % out.length, 1);
        if (ended === undefined) continue;
        const cost = step.do === 'end' ? ended.worst * step.share : ended.worst;
        if (step.do === 'end') purse.settle(ended.call, cost);
        else purse.forfeit(ended.call);
        spent += cost;
      }
      const worst = out.reduce((sum, call) => sum + call.worst, spent);
      expect(spentBefore + worst).toBeLessThanOrEqual(Math.max(budget, spentBefore) + 1e-9);
      expect(purse.spentUsd).toBeCloseTo(spentBefore + spent, 9);
    }),
  );
});

test('tells what will be affordable from what never will be', () => {
  const purse = new Purse(10, 0);
  expect(purse.affords(11)).toBe('no');
  expect(purse.affords(10)).toBe('yes');
  purse.reserve(1, 6);
  expect(purse.affords(5)).toBe('when-others-end');
  purse.settle(1, 1);
  expect(purse.affords(5)).toBe('yes');
  expect(new Purse(null, 99).affords(1e9)).toBe('yes');
});
