import fc from 'fast-check';
import { expect, test } from 'vitest';
import { killPoints } from '@sluice/core';
import { planPointTrials, planRandomTrial, planShortTrials, type Trial } from './plan-trials.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const workerChoices = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });

function pointsOf(trials: readonly Trial[]): Set<string> {
  const kills = trials.flatMap(({ lives }) => lives.map(({ kill }) => kill));
  return new Set(kills.flatMap((kill) => (kill.kind === 'point' ? [kill.point] : [])));
}

test('the same seed and number give the same trial', () => {
  fc.assert(
    fc.property(seeds, fc.nat(999), workerChoices, (seed, number, workers) => {
      const trial = planRandomTrial(seed, number, workers);
      expect(planRandomTrial(seed, number, workers)).toEqual(trial);
    }),
  );
});

test('a random trial never kills so often that a record is rightly given up', () => {
  fc.assert(
    fc.property(seeds, fc.nat(999), workerChoices, (seed, number, workers) => {
      const { lives } = planRandomTrial(seed, number, workers);
      expect(lives.length).toBeGreaterThanOrEqual(1);
      expect(lives.length).toBeLessThan(5);
    }),
  );
});

test('only a command that has workers is killed in parts', () => {
  fc.assert(
    fc.property(seeds, fc.nat(999), workerChoices, (seed, number, workers) => {
      const { lives } = planRandomTrial(seed, number, workers);
      const inParts = lives.filter(({ kill }) => kill.kind === 'moment' && kill.target !== 'group');
      expect(inParts.filter((life) => life.workers === 1)).toEqual([]);
    }),
  );
});

test('every named point is covered by the long and by the short form', () => {
  expect(pointsOf(planPointTrials(1))).toEqual(new Set(killPoints));
  expect(pointsOf(planShortTrials(1))).toEqual(new Set(killPoints));
});
