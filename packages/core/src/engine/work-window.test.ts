import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availableMemory, planWindow, type WindowSample, type WorkWindow } from './work-window.ts';

const bounds = { min: 4, max: 100 };
const idle = { rssBytes: 1e8, heapUsedBytes: 5e7, eventLoopP99Ms: 5, eventLoopMaxMs: 20 };

function next(window: Partial<WorkWindow>, sample: Partial<WindowSample> = {}): WorkWindow {
  return planWindow(
    { size: 50, usualAgain: 0, ...window },
    { health: idle, memoryBytes: 4e9, ended: 40, again: 0, wasFull: true, ...sample },
    bounds,
  );
}

describe('planWindow', () => {
  test('grows while the window is full and nothing is short', () => {
    expect(next({}).size).toBe(55);
    expect(next({ size: 4 }).size).toBe(5);
    expect(next({ size: 98 }).size).toBe(100);
    expect(next({}, { wasFull: false }).size).toBe(50);
  });

  test('shrinks when the process lags, and stays when it is busy', () => {
    expect(next({}, { health: { ...idle, eventLoopP99Ms: 300 } }).size).toBe(50);
    expect(next({}, { health: { ...idle, eventLoopP99Ms: 900 } }).size).toBe(38);
  });

  test('is halved when memory fills', () => {
    expect(next({}, { health: { ...idle, rssBytes: 3.6e9 } }).size).toBe(25);
  });

  test('shrinks when clearly more than usual has to be made again', () => {
    expect(next({ usualAgain: 0.05 }, { again: 16 }).size).toBe(35);
    expect(next({ usualAgain: 0.3 }, { again: 16 }).size).toBe(55);
    expect(next({ usualAgain: 0 }, { ended: 6, again: 6 }).size).toBe(55);
  });

  test('takes hosts that never answer for usual, after a while', () => {
    let window: WorkWindow = { size: 50, usualAgain: 0 };
    for (let round = 0; round < 30; round += 1) window = next(window, { again: 14 });
    expect(window.usualAgain).toBeGreaterThan(0.3);
    expect(window.size).toBeGreaterThan(50);
  });

  test('follows a server whose capacity falls and rises', () => {
    let window: WorkWindow = { size: 50, usualAgain: null };
    const round = (capacity: number) => {
      const refused = Math.max(0, window.size - capacity);
      window = next(window, { ended: window.size, again: refused });
    };
    for (let at = 0; at < 10; at += 1) round(200);
    expect(window.size).toBe(100);
    for (let at = 0; at < 3; at += 1) round(40);
    expect(window.size).toBeLessThan(60);
    for (let at = 0; at < 10; at += 1) round(200);
    expect(window.size).toBe(100);
  });

  test('stays within its bounds, whatever happens', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 100 }),
        fc.option(share),
        fc.record({
          health: fc.record({
            rssBytes: fc.double({ min: 0, max: 8e9, noNaN: true }),
            heapUsedBytes: fc.constant(0),
            eventLoopP99Ms: fc.double({ min: 0, max: 5_000, noNaN: true }),
            eventLoopMaxMs: fc.constant(0),
          }),
          ended: fc.nat(500),
          again: fc.nat(500),
          wasFull: fc.boolean(),
        }),
        (size, usualAgain, { again, ...sample }) => {
          const given = { ...sample, again: Math.min(again, sample.ended) };
          const window = next({ size, usualAgain }, given);
          expect(window.size).toBeGreaterThanOrEqual(4);
          expect(window.size).toBeLessThanOrEqual(100);
          expect(window.usualAgain ?? 0).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

test('availableMemory is no more than the machine has', () => {
  expect(availableMemory()).toBeGreaterThan(1e8);
});
