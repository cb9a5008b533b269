import { setTimeout as delay } from 'node:timers/promises';
import type { Handler } from '../web/handler.ts';

/** Latency: waits before it answers, and not at all once the client has gone. */
export function afterMs(ms: number, then: Handler): Handler {
  return async (exchange) => {
    await delay(ms, undefined, { signal: exchange.signal });
    await then(exchange);
  };
}
