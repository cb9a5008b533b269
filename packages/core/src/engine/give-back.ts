import type { StageError } from '../errors.ts';
import type { RecordInHand } from './record-in-hand.ts';
import type { RunLimits } from './run-limits.ts';
import type { WorkState } from './work-source.ts';

/** When a record that goes back to the source is due again, and what it carries until then. */
export interface GivenBack {
  readonly dueInMs: number;
  readonly state: WorkState;
}

/** Plans the wait for the next attempt: it doubles each time, and the error may ask for longer. */
export function planRetry(record: RecordInHand, error: StageError, limits: RunLimits): GivenBack {
  const spent = Math.max(...Object.values(record.attempts), 1);
  const backoffMs = limits.retryBaseMs * 2 ** Math.max(0, spent - 2);
  return {
    dueInMs: Math.max(error.retryAfterMs ?? 0, jittered(backoffMs, record)),
    state: { ...record.item.state, attempts: record.attempts },
  };
}

/**
 * Plans the wait of a record that a host asks to come back later. What counts is how long it was asked to wait:
 * that a busy run is long in coming back to it is not the host's doing.
 *
 * @returns null when it would wait longer in all than `maxDeferMs`
 */
export function planDeferral(
  record: RecordInHand,
  error: StageError,
  limits: RunLimits,
): GivenBack | null {
  const { attempts } = record;
  const { deferrals, deferredMs } = record.item.state;
  const dueInMs = jittered(error.retryAfterMs ?? limits.retryBaseMs, record);
  const state = { attempts, deferrals: deferrals + 1, deferredMs: deferredMs + dueInMs };
  return state.deferredMs > limits.maxDeferMs ? null : { dueInMs, state };
}

/** Spreads the waits of many records over half the time again, the same way each time. */
function jittered(ms: number, record: RecordInHand): number {
  const fraction = ((record.item.record.ordinal * 2_654_435_761) % 1_000) / 1_000;
  return Math.round(ms * (1 + fraction / 2));
}
