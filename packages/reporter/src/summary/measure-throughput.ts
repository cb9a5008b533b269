import type { MinuteCount } from './read-work.ts';
import type { RunSummary } from './run-summary.ts';

/** A gap in which no record was finished and that counts as a pause: the run was stopped and resumed. */
const PAUSE_MS = 5 * 60_000;

/**
 * Measures how long records took, from the beginning of the first to the end of the last one and without pauses.
 *
 * @param beganAt - when the first visit to a website began; null where there was none. It counts, since records
 *   that are in work together end together
 */
export function measureThroughput(
  ends: readonly MinuteCount[],
  beganAt: string | null,
): RunSummary['throughput'] {
  const [firstEnd, last] = [ends.at(0), ends.at(-1)];
  if (firstEnd === undefined || last === undefined) return null;
  const isBefore = beganAt !== null && beganAt < firstEnd.firstAt;
  const first = isBefore ? { firstAt: beganAt, lastAt: beganAt, records: 0 } : firstEnd;
  const minutes = isBefore ? [first, ...ends] : ends;
  let activeMs = 0;
  for (const [index, { firstAt, lastAt }] of minutes.entries()) {
    const gapMs = index === 0 ? 0 : Date.parse(firstAt) - Date.parse(minutes[index - 1]!.lastAt);
    activeMs += Date.parse(lastAt) - Date.parse(firstAt) + (gapMs < PAUSE_MS ? gapMs : 0);
  }
  const records = minutes.reduce((sum, minute) => sum + minute.records, 0);
  return { firstAt: first.firstAt, lastAt: last.lastAt, activeMs, records };
}
