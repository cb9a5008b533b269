import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/** One request that a handler answers, breaks or leaves hanging. */
export interface Exchange {
  readonly method: string;
  /** Canonical (see `canonicalUrl`), without the origin port. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** 1 for the first request of this URL since the start or the last `reset()`. */
  readonly count: number;
  readonly response: ServerResponse;
  /** Aborted once the answer is complete, the client has gone or the web closes. */
  readonly signal: AbortSignal;
  /** Breaks the TCP connection: with a RST, or with an ordinary FIN. */
  readonly breakConnection: (how: 'reset' | 'close') => void;
}

/**
 * Answers one request. State lives in the exchange (`count`), not in the handler, so that one handler
 * can serve several URLs and `reset()` makes every script start again.
 */
export type Handler = (exchange: Exchange) => void | Promise<void>;
