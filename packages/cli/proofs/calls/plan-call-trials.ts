import { callKillPoints, type KillPoint } from '@sluice/core';
import { seededRandom } from '../crash/seeded-random.ts';

/** One start of the command that ends with a kill, unless the run is over before. */
export type CallLife = { readonly workers: number } & (
  | { readonly kind: 'point'; readonly point: KillPoint; readonly pass: number }
  /** Once the server has received so many calls in this life, and so many milliseconds later. */
  | { readonly kind: 'moment'; readonly calls: number; readonly afterMs: number }
);

/** A run that is killed several times, and then left to finish. */
export interface CallTrial {
  readonly name: string;
  readonly lives: readonly CallLife[];
  /** Workers of the command that finishes it. */
  readonly lastWorkers: number;
  /** Share of what an uninterrupted run costs that it may spend before it is given the rest. */
  readonly budgetShare: number | null;
}

/** More deaths with the same record in work would give that record up, and rightly. */
const MAX_KILLS = 4;

/** Kills at every named point, early and late in a life. */
export function planCallPoints(workers: number): CallTrial[] {
  return callKillPoints.map((point) => ({
    name: `${point}, ${workers} workers`,
    lives: [3, 2].map((pass) => ({ workers, kind: 'point' as const, point, pass })),
    lastWorkers: workers,
    budgetShare: null,
  }));
}

/** The same in one run that goes a few calls further in each life, and a second one with a budget. */
export function planShortCallTrials(): CallTrial[] {
  const passes = { 'call:reserved': 6, 'call:noted': 5, 'call:answered': 5, 'call:settled': 4 };
  const lives = Object.entries(passes).map(([point, pass]) => ({
    workers: 1,
    kind: 'point' as const,
    point: point as KillPoint,
    pass,
  }));
  const kept = { workers: 1, kind: 'point' as const, point: 'call:kept' as KillPoint, pass: 4 };
  const between = { workers: 2, kind: 'moment' as const, calls: 5, afterMs: 20 };
  return [
    { name: 'every point but the last', lives, lastWorkers: 1, budgetShare: null },
    {
      name: 'the last point, and a budget',
      lives: [kept, between],
      lastWorkers: 2,
      budgetShare: 0.8,
    },
  ];
}

/** Kills at random moments; the same seed and number give the same trial. */
export function planRandomCallTrial(seed: number, number: number): CallTrial {
  const random = seededRandom(seed + number * 7_919);
  const workers = () => random.pick([1, 1, 2, 4]);
  const lives = Array.from({ length: random.whole(1, MAX_KILLS) }, () => ({
    workers: workers(),
    kind: 'moment' as const,
    calls: random.whole(1, 6),
    afterMs: random.whole(0, 120),
  }));
  return {
    name: `random ${number}`,
    lives,
    lastWorkers: workers(),
    budgetShare: random.fraction() < 0.5 ? random.pick([0.4, 0.6, 0.8]) : null,
  };
}
