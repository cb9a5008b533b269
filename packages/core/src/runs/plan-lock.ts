import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '../errors.ts';
import { acquireShardLock } from '../ledger/shard-lock.ts';

/** Planning a million rows takes half a minute on a slow disk. */
const MAX_WAIT_MS = 120_000;
const LOOK_INTERVAL_MS = 50;
/** A wait that is longer is spoken of. */
const SILENT_MS = 1_000;

/**
 * Does what adds or removes runs while no other process does: two that plan at the same moment would
 * each make a run, and one that cleans would take the folder of a plan that is being written.
 *
 * @param root - the state folder; made where there is none
 * @param onWait - called once when another process keeps this one waiting
 * @throws UsageError naming the other process when it does not end within two minutes
 */
export async function withPlanLock<T>(
  root: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(root, { recursive: true });
  const release = await waitForLock(root, onWait);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function waitForLock(root: string, onWait: () => void): Promise<() => Promise<void>> {
  const sinceMs = performance.now();
  let isSilent = true;
  for (;;) {
    try {
      return await acquireShardLock(root);
    } catch (error) {
      const waitedMs = performance.now() - sinceMs;
      if (!isHeld(error) || waitedMs > MAX_WAIT_MS) throw error;
      if (isSilent && waitedMs > SILENT_MS) onWait();
      isSilent &&= waitedMs <= SILENT_MS;
      await delay(LOOK_INTERVAL_MS);
    }
  }
}

/** False for a lock that cannot be read, which has a cause: nobody is going to give it back. */
function isHeld(error: unknown): boolean {
  return error instanceof UsageError && error.cause === undefined;
}
