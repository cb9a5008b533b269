import { randomBytes } from 'node:crypto';

const PATTERN = /^\d{8}-\d{6}-[0-9a-f]{6}$/;
const TIME = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-(\d{3})/;

/**
 * A run's id, such as `20261122-061030-123abc`: UTC date and time, milliseconds, and three random digits.
 * Ids sort by time, also those of runs that begin in the same second.
 *
 * @param latest - the newest id there is. A new one sorts behind it even where the clock went back: the
 *   run that a command finds and goes on with is the last one by its id.
 */
export function createRunId(nowMs: number, latest?: string): string {
  const afterLatestMs = latest === undefined ? 0 : timeMsOf(latest) + 1;
  const timeMs = Math.max(nowMs, afterLatestMs);
  const [date, time, ms] = new Date(timeMs).toISOString().slice(0, -1).split(/[T.]/);
  const random = randomBytes(2).toString('hex').slice(1);
  return `${date!.replaceAll('-', '')}-${time!.replaceAll(':', '')}-${ms}${random}`;
}

function timeMsOf(runId: string): number {
  const [, ...parts] = TIME.exec(runId) ?? [];
  const [year = 0, month = 1, ...rest] = parts.map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

export function isRunId(text: string): boolean {
  return PATTERN.test(text);
}
