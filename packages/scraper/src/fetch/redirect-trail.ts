import { isUtf8 } from 'node:buffer';
import { fetchError } from './fetch-error.ts';
import type { RawResponse } from './response-reader.ts';

/** Where a fetch stands: its current target and how it came there. */
export class RedirectTrail {
  target: URL;
  /** Targets of the redirects that were followed, in order. */
  readonly hops: string[] = [];
  /** True when one of them led from https to http. */
  isDowngraded = false;
  /** Spent on requests so far, in milliseconds. */
  elapsedMs = 0;
  readonly #start: string;
  readonly #maxRedirects: number;

  constructor(start: URL, maxRedirects: number) {
    this.target = withoutPrivateParts(start);
    this.#start = this.target.href;
    this.#maxRedirects = maxRedirects;
  }

  /** @throws StageError `bad_redirect`, `redirect_loop` or `too_many_redirects` */
  follow(response: RawResponse): void {
    const next = redirectTarget(this.target, response);
    if (next.href === this.#start || this.hops.includes(next.href)) {
      throw fetchError('redirect_loop', this.#start, { detail: `back to \`${next.href}\`` });
    }
    if (this.hops.length >= this.#maxRedirects) {
      throw fetchError('too_many_redirects', this.#start, { detail: `over ${this.#maxRedirects}` });
    }
    this.isDowngraded ||= this.target.protocol === 'https:' && next.protocol === 'http:';
    this.hops.push(next.href);
    this.target = next;
  }
}

function redirectTarget(from: URL, response: RawResponse): URL {
  const location = response.headers['location'] ?? '';
  const target = location === '' ? null : URL.parse(decodeLocation(location), from.href);
  if (target === null || !/^https?:$/.test(target.protocol)) {
    const detail = `status ${response.status} with Location \`${location.slice(0, maxQuoted)}\``;
    throw fetchError('bad_redirect', from.href, { detail });
  }
  return withoutPrivateParts(target);
}

/** Characters of a hostile header that an error message quotes. */
const maxQuoted = 200;

// Header bytes arrive as Latin-1 characters; what servers write there beyond ASCII is UTF-8.
function decodeLocation(location: string): string {
  const bytes = Buffer.from(location, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : location;
}

// Neither fragments nor credentials are ever sent, so they are no part of where an answer came from.
function withoutPrivateParts(url: URL): URL {
  if (url.hash !== '') url.hash = '';
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  return url;
}
