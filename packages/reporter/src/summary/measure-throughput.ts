import type { MinuteCount } from './read-work.ts';
import type { RunSummary } from './run-summary.ts';

/** A gap in which no record was finished and that counts as a pause: the run was stopped and resumed. */
const PAUSE_MS = 5 * 60_000;

/** Measures how long records took, from the first to the last one and without pauses. */
export function measureThroughput(minutes: readonly MinuteCount[]): RunSummary['throughput'] {
  const [first, last] = [minutes.at(0), minutes.at(-1)];
  if (first === undefined || last === undefined) return null;
  let activeMs = 0;
  for (const [index, { firstAt, lastAt }] of minutes.entries()) {
    const gapMs = index === 0 ? 0 : Date.parse(firstAt) - Date.parse(minutes[index - 1]!.lastAt);
    activeMs += Date.parse(lastAt) - Date.parse(firstAt) + (gapMs < PAUSE_MS ? gapMs : 0);
  }
  const records = minutes.reduce((sum, minute) => sum + minute.records, 0);
  return { firstAt: first.firstAt, lastAt: last.lastAt, activeMs, records };
}
