import { killPoints, type KillPoint } from '@sluice/core';
import { seededRandom, type SeededRandom } from './seeded-random.ts';

/** Whom a kill hits: the command with all its workers, the command alone, or one worker of it. */
type KillTarget = 'group' | 'parent' | 'worker';

/** Where the command kills itself. */
export interface PointKill {
  readonly kind: 'point';
  readonly point: KillPoint;
  /** How often it has come by there then, this time included. */
  readonly pass: number;
}

export interface MomentKill {
  readonly kind: 'moment';
  /** While the command starts, or once it has said which run it works on. */
  readonly phase: 'start' | 'work';
  /** How far into the phase, from 0 to 1. */
  readonly fraction: number;
  readonly target: KillTarget;
}

export type Kill = PointKill | MomentKill;

/** One start of the command that ends with a kill, unless the run is over before. */
export interface Life {
  readonly workers: number;
  readonly kill: Kill;
}

/** A run that is killed several times and then left to finish. */
export interface Trial {
  readonly name: string;
  readonly shards: number;
  readonly lives: readonly Life[];
  /** Workers of the command that finishes it. */
  readonly lastWorkers: number;
}

/** Points that a short run comes by many times; it comes by the others once in a life. */
const FREQUENT: ReadonlySet<KillPoint> = new Set([
  'archive:page-written',
  'ledger:line-written',
  'record:acknowledged',
]);

/**
 * Most kills of a random trial. After five deaths with the same record in work a run rightly gives that
 * record up, so a trial stays below.
 */
const MAX_KILLS = 4;
/** Share of the random kills that hit the command while it starts: there is little to harm. */
const SHARE_AT_START = 0.12;
/** Shards of a run that several workers share. */
export const SHARDS = 4;

/** A trial for every named point, killed there twice: at the first pass, and after the resume. */
export function planPointTrials(seed: number): Trial[] {
  const random = seededRandom(seed);
  return killPoints.map((point) => {
    const again = FREQUENT.has(point) ? random.whole(2, 30) : 1;
    const lives = [atPoint(point, 1), atPoint(point, again)];
    return { name: point, shards: 1, lives, lastWorkers: 1 };
  });
}

/** The short form of the proof: all points in two runs, and one of random kills. */
export function planShortTrials(seed: number): Trial[] {
  const random = seededRandom(seed);
  // A run comes by the points in the order of their list, so it can be killed at each in turn. Only the
  // journal of a segment that has its name is never removed in a later life: that takes a second run.
  const last: KillPoint = 'seal:journal-removed';
  const chained = killPoints.filter((point) => point !== last);
  const trials = [
    ['every point', chained.map((point) => atPoint(point, shortPass(point)))],
    [last, [atPoint(last, 1)]],
    ['random moments', Array.from({ length: MAX_KILLS }, () => randomLife(random, 1))],
  ] as const;
  return trials.map(([name, lives]) => ({ name, shards: 1, lives, lastWorkers: 1 }));
}

/** Late enough for each life to get a few records further, early enough to leave some to the next. */
function shortPass(point: KillPoint): number {
  if (FREQUENT.has(point)) return 6;
  // A resumed run comes by here once before it has done anything.
  return point.startsWith('ledger:') ? 2 : 1;
}

/**
 * A trial of kills at random moments; the same seed and number give the same trial.
 *
 * @param workers - the numbers of workers to choose from, anew for each start
 */
export function planRandomTrial(seed: number, number: number, workers: readonly number[]): Trial {
  const random = seededRandom(seed + number * 7_919);
  const isSharded = Math.max(...workers) > 1 && random.fraction() < 0.3;
  const chooseWorkers = () => (isSharded ? random.pick(workers) : 1);
  const kills = random.whole(1, MAX_KILLS);
  return {
    name: `random ${number}`,
    shards: isSharded ? SHARDS : 1,
    lives: Array.from({ length: kills }, () => randomLife(random, chooseWorkers())),
    lastWorkers: chooseWorkers(),
  };
}

function atPoint(point: KillPoint, pass: number): Life {
  return { workers: 1, kill: { kind: 'point', point, pass } };
}

function randomLife(random: SeededRandom, workers: number): Life {
  const phase = random.fraction() < SHARE_AT_START ? 'start' : 'work';
  const target = workers === 1 ? 'group' : random.pick<KillTarget>(['group', 'parent', 'worker']);
  return {
    workers,
    kill: {
      kind: 'moment',
      phase: target === 'worker' ? 'work' : phase,
      fraction: random.fraction(),
      target,
    },
  };
}

/** A trial's parameters on one line, for whoever has to reproduce it. */
export function describeTrial({ name, shards, lives, lastWorkers }: Trial): string {
  const words = lives.map(({ workers, kill }) => {
    const by = workers === 1 ? '' : ` of ${workers} workers`;
    if (kill.kind === 'point') return `${kill.point}#${kill.pass}${by}`;
    return `${kill.target} at ${kill.phase} ${kill.fraction.toFixed(3)}${by}`;
  });
  const run = shards === 1 ? name : `${name} (${shards} shards, ${lastWorkers} workers at last)`;
  return [run, ...(words.length === 0 ? [] : [words.join(', ')])].join(': ');
}
