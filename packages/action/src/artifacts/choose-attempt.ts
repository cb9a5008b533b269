import type { CheckedCheckpoint } from '@sluice/core/checkpoint';

/** What one attempt at a shard left behind. */
export interface Attempt {
  readonly attempt: number;
  /** The folder it was unpacked to. */
  readonly folder: string;
  readonly checked: CheckedCheckpoint;
}

/** Chooses the most complete valid attempt at a shard; of two alike, the later one. Null without any. */
export function chooseAttempt<A extends Pick<Attempt, 'attempt' | 'checked'>>(
  attempts: readonly A[],
): A | null {
  const valid = attempts.filter(({ checked }) => checked.checkpoint !== null);
  const settled = ({ checked }: A) => checked.checkpoint!.settled;
  const [best] = valid.toSorted((a, b) => settled(b) - settled(a) || b.attempt - a.attempt);
  return best ?? null;
}
