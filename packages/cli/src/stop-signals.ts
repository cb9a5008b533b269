import { longestTimerMs, type StopReason } from '@sluice/core';

const EXIT_BY_SIGINT = 130;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignals {
  readonly signal: AbortSignal;
  stop(reason: StopReason): void;
  close(): void;
}

/**
 * Turns Ctrl-C, SIGTERM, the end of the terminal (SIGHUP) and that of the time budget into one stop: what is in
 * flight is drained and saved. A second Ctrl-C or SIGTERM ends the process at once; a second SIGHUP does not, since
 * both the terminal and the shell send one.
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
    if (controller.signal.aborted) {
      if (name === 'SIGHUP') return;
      process.exit(EXIT_BY_SIGINT);
    }
    say(`${name}: finishing what is in flight and saving; press Ctrl-C again to end at once`);
    stop({ code: 'interrupted', message: `interrupted by ${name}` });
  };
  for (const name of SIGNALS) process.on(name, onSignal);
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
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
