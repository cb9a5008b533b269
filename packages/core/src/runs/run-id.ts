import { randomBytes } from 'node:crypto';

const PATTERN = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

/**
 * A run's id, such as `20261122-061030-123abc`: UTC date and time, milliseconds, and three random digits.
 * Ids sort by time, also those of runs that begin in the same second.
 */
export function createRunId(nowMs: number): string {
  const [date, time, ms] = new Date(nowMs).toISOString().slice(0, -1).split(/[T.]/);
  const random = randomBytes(2).toString('hex').slice(1);
  return `${date!.replaceAll('-', '')}-${time!.replaceAll(':', '')}-${ms}${random}`;
}

export function isRunId(text: string): boolean {
  return PATTERN.test(text);
}
