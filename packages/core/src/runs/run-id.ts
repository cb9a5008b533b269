import { randomBytes } from 'node:crypto';

const PATTERN = /^\d{8}-\d{6}-[0-9a-f]{6}$/;

/** A run's id: UTC date and time, so that ids sort by time, and six random digits. */
export function createRunId(nowMs: number): string {
  const [date, time] = new Date(nowMs).toISOString().slice(0, 19).split('T');
  return `${date!.replaceAll('-', '')}-${time!.replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}

export function isRunId(text: string): boolean {
  return PATTERN.test(text);
}
