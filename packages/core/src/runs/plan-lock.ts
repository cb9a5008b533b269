import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '../errors.ts';
import { acquireShardLock } from '../ledger/shard-lock.ts';

/** Planning a million rows takes half a minute on a slow disk. */
const MAX_WAIT_MS = 120_000;
const LOOK_INTERVAL_MS = 50;

/**
 * Does what adds or removes runs while no other process does: two that plan at the same moment would
 * each make a run, and one that cleans would take the folder of a plan that is being written.
 *
 * @param root - the state folder; made where there is none
 * @throws UsageError naming the other process when it does not end within two minutes
 */
export async function withPlanLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  await mkdir(root, { recursive: true });
  const release = await waitForLock(root, performance.now() + MAX_WAIT_MS);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function waitForLock(root: string, untilMs: number): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await acquireShardLock(root);
    } catch (error) {
      if (!(error instanceof UsageError) || performance.now() > untilMs) throw error;
      await delay(LOOK_INTERVAL_MS);
    }
  }
}
