import type { Handler } from '../web/handler.ts';

/** The first request of a URL gets the first handler, the next one the next; the last one stays. */
export function sequence(first: Handler, ...others: readonly Handler[]): Handler {
  const handlers = [first, ...others];
  return (exchange) => (handlers[exchange.count - 1] ?? handlers.at(-1) ?? first)(exchange);
}

/** The first `times` requests of a URL get one handler, all later ones the other. */
export function firstTimes(times: number, first: Handler, later: Handler): Handler {
  return (exchange) => (exchange.count <= times ? first : later)(exchange);
}
