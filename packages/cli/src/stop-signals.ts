import { longestTimerMs, type StopReason } from '@sluice/core';

const EXIT_BY_SIGINT = 130;

export interface StopSignals {
  readonly signal: AbortSignal;
  stop(reason: StopReason): void;
  close(): void;
}

/**
 * Turns Ctrl-C, SIGTERM and the end of the time budget into one stop: what is in flight is drained and
 * saved. A second signal ends the process at once.
 *
 * @param timeBudgetMs - time until the run stops by itself; null for no limit
 * @param say - tells the person at the terminal what happens now
 */
export function watchStopSignals(
  timeBudgetMs: number | null,
  say: (line: string) => void,
): StopSignals {
  const controller = new AbortController();
  const stop = (reason: StopReason) => {
    if (!controller.signal.aborted) controller.abort(reason);
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(EXIT_BY_SIGINT);
    say(`${name}: finishing what is in flight and saving; press Ctrl-C again to end at once`);
    stop({ code: 'interrupted', message: `interrupted by ${name}` });
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const timer =
    timeBudgetMs === null
      ? undefined
      : setTimeout(
          () => {
            say('time budget used up: finishing what is in flight and saving');
            stop({ code: 'time_budget', message: 'the time budget is used up' });
          },
          Math.min(timeBudgetMs, longestTimerMs),
        );
  return {
    signal: controller.signal,
    stop,
    close() {
      clearTimeout(timer);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
