import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Handler } from '../web/handler.ts';

const CHUNK = Buffer.from('<p>There is always one more paragraph.</p>\n'.repeat(1_500), 'utf8');

/** A body too large to want. */
export interface EndlessOptions {
  /** Default: no end. */
  readonly bytes?: number;
  /** Whether `Content-Length` gives the size away; needs `bytes`. Default false. */
  readonly declaresLength?: boolean;
  /** Default `text/html; charset=utf-8`. */
  readonly contentType?: string;
  /** Sent before the rest, such as the header of an image. */
  readonly start?: Uint8Array;
}

/** Sends HTML for as long as the client reads, never more than it reads. */
export function endless(options: EndlessOptions = {}): Handler {
  const { bytes = Infinity, declaresLength = false } = options;
  const headers = {
    'content-type': options.contentType ?? 'text/html; charset=utf-8',
    ...(declaresLength && { 'content-length': bytes }),
  };
  return async ({ response, signal }) => {
    response.writeHead(200, headers);
    if (options.start !== undefined) response.write(options.start);
    for (let left = bytes; left > 0; left -= CHUNK.length) {
      await writeWithBackpressure(
        response,
        CHUNK.subarray(0, Math.min(left, CHUNK.length)),
        signal,
      );
    }
    response.end();
  };
}

/**
 * Writes, and waits while the client does not read. Lets the event loop turn each time: writes to
 * loopback finish at once, and a body without end would keep everyone else from their turn.
 */
export async function writeWithBackpressure(
  response: ServerResponse,
  chunk: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (!response.write(chunk)) await once(response, 'drain', { signal });
  await nextTurn(undefined, { signal });
}
