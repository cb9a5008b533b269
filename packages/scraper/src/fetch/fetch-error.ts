import { StageError, type Disposition, type JsonObject } from '@sluice/core';
import { findReason, type ReasonCode } from '../reasons.ts';

export interface FetchErrorDetail {
  /** What exactly happened, to follow the explanation. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Instead of the reason's own. */
  readonly disposition?: Disposition;
  readonly retryAfterMs?: number;
  readonly meta?: JsonObject;
}

/** Makes the error for a reason, worded from the table of reasons so that reports and logs agree. */
export function fetchError(
  code: ReasonCode | `http_${number}`,
  url: string,
  options: FetchErrorDetail = {},
): StageError {
  const { detail, disposition, retryAfterMs, meta, cause } = options;
  const reason = findReason(code);
  const usual = reason?.disposition === 'skip' ? undefined : reason?.disposition;
  const message = `${reason?.explanation ?? code}: \`${url}\`${detail === undefined ? '' : ` (${detail})`}`;
  return new StageError(code, disposition ?? usual ?? 'fail-record', message, {
    cause,
    ...(meta === undefined ? {} : { meta }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** The error for a body beyond its limit. */
export function tooLarge(url: string, maxBytes: number): StageError {
  return fetchError('body_too_large', url, { detail: `over ${maxBytes} bytes` });
}
