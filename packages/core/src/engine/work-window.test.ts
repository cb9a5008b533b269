import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundTally } from './work-round.ts';
import { WINDOW_START } from './run-limits.ts';
import { WorkRound } from './work-round.ts';
import {
  isRoundOver,
  openWindow,
  planWindow,
  spareProcess,
  type WorkWindow,
} from './work-window.ts';

const bounds = { min: 4, max: 100 };
const idle = {
  rssBytes: 1e8,
  heapUsedBytes: 5e7,
  heapLimitBytes: 4e9,
  eventLoopP99Ms: 5,
  eventLoopMaxMs: 20,
};
const calm = { health: idle, memoryBytes: 4e9 };
const USUAL_MS = 250;
const known: WorkWindow = {
  ...openWindow(50),
  ceiling: 50,
  usualAgain: 0,
  usualLn: { page: Math.log(USUAL_MS) },
};

function round(given: Partial<RoundTally> = {}, tookMs = USUAL_MS): RoundTally {
  const waits = { page: { count: 40, totalLn: 40 * Math.log(tookMs) } };
  return { ended: 50, again: 0, wasFull: true, waits, ...given };
}

function next(window: Partial<WorkWindow>, tally = round(), process = calm): WorkWindow {
  return planWindow({ ...known, ...window }, tally, process, bounds);
}

describe('planWindow', () => {
  test('doubles until it was too large once', () => {
    expect(next({ ceiling: null, size: 25 }).size).toBe(50);
    expect(next({ ceiling: null, size: 80 }).size).toBe(100);
  });

  test('grows to what was about right, slowly around it, and faster and faster above it', () => {
    let window: WorkWindow = { ...known, size: 30, ceiling: 40 };
    const sizes = Array.from({ length: 9 }, () => (window = next(window)).size);
    expect(sizes.slice(0, 5)).toEqual([35, 38, 39, 40, 41]);
    const steps = sizes.slice(4).map((size, at) => size - sizes[at + 3]!);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(sizes.at(-1)).toBeGreaterThan(60);
  });

  test('does not grow when it is not used, or the process is short of anything', () => {
    expect(next({}, round({ wasFull: false })).size).toBe(50);
    const busy = { ...calm, health: { ...idle, eventLoopP99Ms: 300 } };
    expect(next({}, round(), busy).size).toBe(50);
    const full = { ...calm, health: { ...idle, rssBytes: 3.6e9 } };
    expect(next({}, round(), full).size).toBe(50);
  });

  test('shrinks when answers take clearly longer than usual', () => {
    expect(next({ usualSpread: 0.02 }, round({}, USUAL_MS * 1.05)).size).toBeGreaterThan(50);
    expect(next({ usualSpread: 0.02 }, round({}, USUAL_MS * 1.25)).size).toBe(40);
    expect(next({ usualSpread: 0.2 }, round({}, USUAL_MS * 1.25)).size).toBeGreaterThan(50);
    expect(next({}, round({}, USUAL_MS * 9)).size).toBe(25);
  });

  test('takes slow answers for usual when fewer records did not help', () => {
    const slow = round({}, USUAL_MS * 4);
    const once = next({}, slow);
    const twice = next(once, slow);
    expect([once.size, twice.size]).toEqual([25, 25]);
    expect(twice.usualLn['page']).toBeCloseTo(Math.log(USUAL_MS * 4));
    expect(next(twice, slow).size).toBeGreaterThan(25);
    // Slower still is another trouble.
    expect(next(once, round({}, USUAL_MS * 8)).size).toBe(13);
  });

  test('shrinks when clearly more than usual has to be made again', () => {
    expect(next({ usualAgain: 0.05 }, round({ again: 16 })).size).toBe(25);
    expect(next({ usualAgain: 0.3 }, round({ again: 16 })).size).toBeGreaterThan(50);
    expect(next({ usualAgain: null }, round({ again: 30 })).size).toBe(25);
  });

  test('takes hosts that never answer for usual, after a while', () => {
    let window: WorkWindow = known;
    for (let at = 0; at < 30; at += 1) window = next(window, round({ again: 17 }));
    expect(window.usualAgain).toBeGreaterThan(0.3);
    expect(window.size).toBe(100);
  });

  test('stays within its bounds, whatever happens', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 100 }),
        fc.option(share),
        fc.option(fc.integer({ min: 1, max: 200 })),
        fc.record({
          ended: fc.integer({ min: 4, max: 500 }),
          again: fc.nat(500),
          wasFull: fc.boolean(),
        }),
        fc.integer({ min: 20, max: 100_000 }),
        fc.double({ min: 0, max: 8e9, noNaN: true }),
        (size, usualAgain, ceiling, { ended, again, wasFull }, tookMs, rssBytes) => {
          const tally = round({ ended, again: Math.min(again, ended), wasFull }, tookMs);
          const process = { ...calm, health: { ...idle, rssBytes } };
          const window = next({ size, usualAgain, ceiling }, tally, process);
          expect(window.size).toBeGreaterThanOrEqual(4);
          expect(window.size).toBeLessThanOrEqual(100);
          expect(window.usualAgain).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

test('spareProcess makes room when memory fills, and when the process lags', () => {
  const sized = (health: Partial<typeof idle>) =>
    spareProcess(known, { ...calm, health: { ...idle, ...health } }, bounds).size;
  expect(sized({})).toBe(50);
  expect(sized({ rssBytes: 3.6e9 })).toBe(25);
  expect(sized({ heapUsedBytes: 3.6e9 })).toBe(25);
  expect(sized({ eventLoopP99Ms: 300 })).toBe(50);
  expect(sized({ eventLoopP99Ms: 900 })).toBe(38);
});

describe('isRoundOver', () => {
  test('waits for as many attempts as the window holds, ten at least', () => {
    expect(isRoundOver(known, round({ ended: 49 }))).toBe(false);
    expect(isRoundOver(known, round({ ended: 50 }))).toBe(true);
    expect(isRoundOver({ ...known, size: 4 }, round({ ended: 9 }))).toBe(false);
  });

  test('does not wait once many are refused', () => {
    expect(isRoundOver(known, round({ ended: 3, again: 3 }))).toBe(false);
    expect(isRoundOver(known, round({ ended: 4, again: 4 }))).toBe(true);
    expect(isRoundOver({ ...known, usualAgain: 0.9 }, round({ ended: 4, again: 4 }))).toBe(false);
  });
});

describe('WorkRound', () => {
  const attempt = { type: 'stage-ended', ordinal: 1, shardKey: '', reason: null } as const;
  const ended = { ...attempt, isUntimed: false };

  test('counts attempts that began in it and waited for somebody', () => {
    const tally = new WorkRound(1_000, false);
    tally.note({ ...ended, stage: 'page', outcome: 'ok', elapsedMs: 300 }, 1_200);
    tally.note({ ...ended, stage: 'page', outcome: 'ok', elapsedMs: 100 }, 1_200);
    tally.note({ ...ended, stage: 'rules', outcome: 'ok', elapsedMs: 5 }, 1_200);
    tally.note({ ...ended, stage: 'page', outcome: 'failed', elapsedMs: 150 }, 1_200);
    tally.note({ ...ended, stage: 'page', outcome: 'again', elapsedMs: 1 }, 1_200);
    expect(tally).toMatchObject({ ended: 3, again: 1, wasFull: false });
    expect(tally.waits).toEqual({ page: { count: 1, totalLn: Math.log(100) } });
  });

  test('leaves out how long stages take that only compute or wait for their turn, and not their refusals', () => {
    const tally = new WorkRound(1_000, false);
    tally.note(
      { ...attempt, stage: 'rules', isUntimed: true, outcome: 'ok', elapsedMs: 150 },
      1_200,
    );
    tally.note(
      { ...attempt, stage: 'model', isUntimed: true, outcome: 'ok', elapsedMs: 150 },
      1_200,
    );
    tally.note(
      { ...attempt, stage: 'model', isUntimed: true, outcome: 'again', elapsedMs: 1 },
      1_200,
    );
    expect(tally).toMatchObject({ ended: 1, again: 1, waits: {} });
  });
});

describe('a window in front of a server whose capacity falls and rises', () => {
  const capacities = [40, 10, 60];

  test.each([0, 0.2])('does what the server can, answers that differ by %d', (jitter) => {
    const phases = play(capacities, jitter);
    for (const { answeredShare } of phases) expect(answeredShare).toBeGreaterThan(0.9);
    const refused = phases.reduce((sum, phase) => sum + phase.refused, 0);
    const answered = phases.reduce((sum, phase) => sum + phase.answered, 0);
    expect(refused / (refused + answered)).toBeLessThan(0.02);
  });
});

const PHASE_MS = 20_000;
const SETTLING_MS = 4_000;

/**
 * Plays attempts by a clock of its own. With more requests than its capacity the server takes longer by the
 * square of what is too much; twice as many it refuses.
 */
function play(capacities: readonly number[], jitter: number) {
  const random = fc.sample(fc.double({ min: -1, max: 1, noNaN: true }), { numRuns: 999, seed: 7 });
  const flying: { readonly endMs: number; readonly startMs: number; readonly isOk: boolean }[] = [];
  let window = openWindow(WINDOW_START);
  let tally = new WorkRound(-Infinity, false);
  let nowMs = 0;
  let inWork = 0;
  let begun = 0;
  const launch = (capacity: number): void => {
    while (flying.length < window.size) {
      const isOk = inWork < 2 * capacity;
      if (isOk) inWork += 1;
      begun += 1;
      const noise = 1 + jitter * random[begun % random.length]!;
      const tookMs = isOk ? USUAL_MS * Math.max(1, inWork / capacity) ** 2 * noise : 2;
      flying.push({ startMs: nowMs, endMs: nowMs + Math.round(tookMs), isOk });
    }
    tally.wasFull = true;
  };
  return capacities.map((capacity, phase) => {
    const counts = { answered: 0, refused: 0, settled: 0 };
    launch(capacity);
    for (;;) {
      flying.sort((a, b) => a.endMs - b.endMs);
      if (flying[0]!.endMs > (phase + 1) * PHASE_MS) break;
      const { startMs, endMs, isOk } = flying.shift()!;
      nowMs = endMs;
      if (isOk) inWork -= 1;
      counts[isOk ? 'answered' : 'refused'] += 1;
      if (isOk && nowMs > phase * PHASE_MS + SETTLING_MS) counts.settled += 1;
      const attempt = { type: 'stage-ended', stage: 'page', ordinal: 1, shardKey: '' } as const;
      const ended = { ...attempt, isUntimed: false, reason: null };
      const outcome = isOk ? 'ok' : 'again';
      tally.note({ ...ended, outcome, elapsedMs: endMs - startMs }, nowMs);
      if (isRoundOver(window, tally)) {
        window = planWindow(window, tally, calm, { min: 4, max: 256 });
        tally = new WorkRound(nowMs, flying.length >= window.size);
      }
      launch(capacity);
    }
    const possible = ((PHASE_MS - SETTLING_MS) / USUAL_MS) * capacity;
    return { ...counts, answeredShare: counts.settled / possible };
  });
}
