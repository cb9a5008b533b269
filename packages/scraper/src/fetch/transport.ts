import type { SecureContext } from 'node:tls';
import type { StageError } from '@sluice/core';
import type { Dispatcher } from 'undici';
import type { FetchLimits } from './fetch-limits.ts';
import type { RawResponse } from './response-reader.ts';

/** Carries requests, directly or through a proxy. */
export interface Transport {
  /** Starts a GET; everything else, errors included, reaches the handler. */
  get(
    url: URL,
    headers: Readonly<Record<string, string>>,
    handler: Dispatcher.DispatchHandler,
  ): void;
  /** What an answer of 400 or above says about the way rather than the website; null when nothing. */
  explain(answer: Pick<RawResponse, 'status' | 'headers'>, url: URL): StageError | null;
  /** Drops every connection at once. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly limits: FetchLimits;
  /** Connections to one host at the same time. */
  readonly perHost: number;
  readonly secureContext: SecureContext | undefined;
}

/** undici's options that follow from our limits. */
export function clientOptions(limits: FetchLimits) {
  return {
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    keepAliveTimeout: limits.keepAliveMs,
    // A server may not talk us into keeping its connection for longer.
    keepAliveMaxTimeout: limits.keepAliveMs,
    pipelining: 1,
    allowH2: false,
  };
}
