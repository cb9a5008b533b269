import { classifyFetchError } from './classify-fetch-error.ts';
import { fetchError } from './fetch-error.ts';
import { ResponseReader, type BodyRules, type RawResponse } from './response-reader.ts';
import type { Transport } from './transport.ts';

export interface ExchangeRequest extends BodyRules {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one request and reads its answer, without following redirects.
 *
 * @throws StageError, or the signal's reason
 */
export function exchange(transport: Transport, request: ExchangeRequest): Promise<RawResponse> {
  const { target, headers, timeoutMs, signal } = request;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const release = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const reader = new ResponseReader(
      request,
      (response) => {
        release();
        resolve(response);
      },
      (error) => {
        release();
        reject(classifyFetchError(error, target.href));
      },
    );
    const onAbort = (): void => reader.stop(signal?.reason);
    // One timer covers what undici's own cannot: they start again with every part of the body.
    const timer = setTimeout(
      () => reader.stop(fetchError('total_timeout', target.href)),
      timeoutMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    transport.get(target, headers, reader);
  });
}
