import { STATUS_CODES, type OutgoingHttpHeaders } from 'node:http';
import type { Handler } from '../web/handler.ts';
import { page } from './page.ts';

/** What goes with a status. */
export interface StatusOptions {
  /**
   * `Retry-After`: a number goes out as it is (negative and absurd ones too), a date in HTTP form, a
   * string untouched.
   */
  readonly retryAfter?: number | Date | string;
  /** HTML; default a heading with the status. */
  readonly body?: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Answers with a bare status, such as `status(503, { retryAfter: 2 })`. */
export function status(code: number, options: StatusOptions = {}): Handler {
  const { retryAfter } = options;
  const headers = {
    ...(retryAfter !== undefined && { 'retry-after': retryAfterValue(retryAfter) }),
    ...options.headers,
  };
  const body = options.body ?? `<h1>${code} ${STATUS_CODES[code] ?? 'Unknown'}</h1>`;
  return page(body, { status: code, headers });
}

function retryAfterValue(retryAfter: number | Date | string): string {
  return retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter);
}
