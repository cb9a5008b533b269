import { StageError, type StageContext } from '@sluice/core';

/**
 * Asks somebody whom all records ask, and who may be full. A record that has been sent back as often as may
 * be stays and asks again: that others ask as well is not its fault, and must not fail it.
 *
 * @param patienceMs - how long it asks again, in milliseconds; without it for as long as the stage may take
 * @throws what `ask` throws
 */
export async function askPatiently<Answer>(
  ask: () => Promise<Answer>,
  { clock, isLastDeferral }: Pick<StageContext<unknown>, 'clock' | 'isLastDeferral'>,
  patienceMs = Infinity,
): Promise<Answer> {
  const startMs = clock.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isRefused = error instanceof StageError && error.disposition === 'defer';
      if (!isRefused || !isLastDeferral || clock.now() - startMs >= patienceMs) throw error;
    }
  }
}
