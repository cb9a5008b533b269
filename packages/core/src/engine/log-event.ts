import type { Log } from './log.ts';
import type { RunEvent } from './run-event.ts';

/** Writes what a run's log should keep of an event: what went wrong, what waits, and how the process is. */
export function logEvent(log: Log, event: RunEvent): void {
  switch (event.type) {
    case 'stage-ended':
      return logStage(log, event);
    case 'record-done':
      if (event.status === 'complete') return;
      return log.info(
        { ordinal: event.ordinal, record: event.key, status: event.status, reason: event.reason },
        'record done',
      );
    case 'record-deferred':
    case 'record-parked': {
      const { type, ...fields } = event;
      return log.info(fields, type === 'record-parked' ? 'record left for later' : 'record waits');
    }
    case 'batch':
      return log.info({ done: event.done, ...event.health }, 'health');
    case 'health': {
      const { state, reasons } = event.health;
      const fields = { state, reasons };
      return state === 'healthy'
        ? log.info(fields, 'run is well')
        : log.warn(fields, 'run is not well');
    }
    case 'stopping':
      return log.info({ reason: event.reason }, 'stopping');
    case 'stage-started':
    case 'stage-reused':
      return;
    default:
      event satisfies never;
  }
}

function logStage(log: Log, event: Extract<RunEvent, { type: 'stage-ended' }>): void {
  const { type: _type, isUntimed: _isUntimed, ...fields } = event;
  if (event.outcome === 'failed' || event.outcome === 'again') log.warn(fields, 'stage failed');
  else log.debug(fields, 'stage ended');
}
