import type { StageError } from '@sluice/core';
import { botWallHeader } from '../soft-failures/classify-page.ts';
import { fetchError } from './fetch-error.ts';
import { parseRetryAfter } from './retry-after.ts';

/** How long to leave a host alone that says `too many requests` without saying for how long. */
const tooManyRequestsPauseMs = 5_000;

/**
 * Makes the error for a status of 400 or above. `429` and `503` with a usable `Retry-After` are
 * deferred, so that waiting as the host asks costs no attempt. A bot wall's answer is `bot_wall`, whatever
 * its status: asking again does not help.
 */
export function statusError(
  status: number,
  headers: Readonly<Record<string, string>>,
  url: string,
  nowMs: number,
): StageError {
  const sign = botWallHeader(headers);
  if (sign !== null) {
    const detail = `status ${status}, \`${sign.name}: ${sign.value.slice(0, 40)}\``;
    return fetchError('bot_wall', url, { detail, meta: { status, sign: { ...sign } } });
  }
  const code = `http_${status}` as const;
  if (status !== 429 && status !== 503) return fetchError(code, url);
  const retryAfterMs = parseRetryAfter(headers['retry-after'], nowMs);
  if (retryAfterMs !== null) return fetchError(code, url, { disposition: 'defer', retryAfterMs });
  return fetchError(code, url, status === 429 ? { retryAfterMs: tooManyRequestsPauseMs } : {});
}
