import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { fetchError, tooLarge } from './fetch-error.ts';
import { refuseMediaType, type Accept } from './media-type.ts';

/** What one request came to, before redirects are followed and content codings undone. */
export interface RawResponse {
  readonly status: number;
  /** Lowercase names; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent; empty where the status decides and the body is of no interest. */
  readonly body: Uint8Array;
  readonly isTruncated: boolean;
}

/** What of a body is worth reading. */
export interface BodyRules {
  readonly target: URL;
  readonly accept: Accept;
  /** On the wire. */
  readonly maxBytes: number;
  readonly overflow: 'fail' | 'truncate';
}

/**
 * The body of an error or a redirect is read and thrown away up to this size, so that the connection
 * can serve the next page; a larger one costs more than a new connection.
 */
const maxDrainBytes = 64 * 1024;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Tells whether a response says that the page is elsewhere. */
export function isRedirect(response: Pick<RawResponse, 'status'>): boolean {
  return redirectStatuses.has(response.status);
}

/** Receives one response from undici, without a stream, and stops it as soon as its outcome is known. */
export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #rules: BodyRules;
  readonly #onResponse: (response: RawResponse) => void;
  readonly #onError: (error: unknown) => void;
  readonly #parts: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #bytes = 0;
  #isDraining = false;
  #isSettled = false;

  /** Calls exactly one of `onResponse` and `onError`, once. */
  constructor(
    rules: BodyRules,
    onResponse: (response: RawResponse) => void,
    onError: (error: unknown) => void,
  ) {
    this.#rules = rules;
    this.#onResponse = onResponse;
    this.#onError = onError;
  }

  /** Ends the request from outside. An answer whose status already decides is still delivered. */
  stop(error: unknown): void {
    if (this.#isDraining) this.#deliver(false);
    else this.#fail(error);
    this.#controller?.abort(stopped);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(stopped);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = joinHeaders(headers);
    this.#isDraining = status >= 400 || isRedirect({ status });
    const length = Number(this.#headers['content-length'] ?? 0);
    if (this.#isDraining) this.#drain(length);
    else this.#judge(length);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#bytes += chunk.length;
    if (this.#isDraining) this.#drain(this.#bytes);
    else this.#keep(chunk);
  }

  onResponseEnd(): void {
    this.#deliver(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#isDraining) this.#deliver(false);
    else this.#fail(error);
  }

  #drain(bytes: number): void {
    if (bytes <= maxDrainBytes) return;
    this.#deliver(false);
    this.#controller?.abort(stopped);
  }

  #judge(length: number): void {
    const { target, accept, maxBytes, overflow } = this.#rules;
    const type = this.#headers['content-type'];
    const refused = refuseMediaType(type, accept);
    if (refused !== null) this.stop(fetchError(refused, target.href, { detail: `\`${type}\`` }));
    else if (length > maxBytes && overflow === 'fail') this.stop(tooLarge(target.href, maxBytes));
  }

  #keep(chunk: Buffer): void {
    const { target, maxBytes, overflow } = this.#rules;
    this.#parts.push(chunk);
    if (this.#bytes <= maxBytes) return;
    if (overflow === 'fail') this.#fail(tooLarge(target.href, maxBytes));
    else this.#deliver(true);
    this.#controller?.abort(stopped);
  }

  #deliver(isTruncated: boolean): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const whole = joinParts(this.#parts);
    const body = isTruncated ? whole.subarray(0, this.#rules.maxBytes) : whole;
    this.#onResponse({ status: this.#status, headers: this.#headers, body, isTruncated });
  }

  #fail(error: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#onError(error);
  }
}

/** What undici is told when we have heard enough; nobody gets to see it. */
const stopped = new Error('The response was stopped');

function joinParts(parts: readonly Buffer[]): Uint8Array {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
}

function joinHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return joined;
}
