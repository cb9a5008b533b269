import { setTimeout as delay } from 'node:timers/promises';
import type { Handler } from '../web/handler.ts';

/** A trickle. */
export interface DripOptions {
  /** Between two bytes. Default 1,000. */
  readonly intervalMs?: number;
  /** What trickles. For the body by default a page of 1,000 bytes. */
  readonly content?: string;
}

const DEFAULT_INTERVAL_MS = 1_000;
const DEFAULT_BODY = `<title>Slow</title>${'.'.repeat(981)}`;
const DEFAULT_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nslow';

/** Sends the headers at once and the body one byte at a time. */
export function drip(options: DripOptions = {}): Handler {
  const { intervalMs = DEFAULT_INTERVAL_MS, content = DEFAULT_BODY } = options;
  const body = Buffer.from(content, 'utf8');
  return async ({ response, signal }) => {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length };
    response.writeHead(200, headers);
    for (const byte of body) {
      response.write(Buffer.of(byte));
      await delay(intervalMs, undefined, { signal });
    }
    response.end();
  };
}

/** Sends the whole answer, status line first, one byte at a time, then closes the connection. */
export function dripHeaders(options: DripOptions = {}): Handler {
  const { intervalMs = DEFAULT_INTERVAL_MS, content = DEFAULT_HEAD } = options;
  return async ({ response, signal, breakConnection }) => {
    for (const byte of Buffer.from(content, 'latin1')) {
      response.socket?.write(Buffer.of(byte));
      await delay(intervalMs, undefined, { signal });
    }
    breakConnection('close');
  };
}
