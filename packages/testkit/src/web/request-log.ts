import { HostTallies } from './host-tallies.ts';
import {
  predicateOf,
  type RequestFilter,
  type ServedRequest,
  type TestWebCounts,
  type WaitOptions,
} from './served-request.ts';

type Arrival = Pick<ServedRequest, 'method' | 'headers' | 'channel' | 'connection'>;

type OpenRequest = { -readonly [K in keyof ServedRequest]: ServedRequest[K] };

/** Keeps and counts what was asked, and lets tests await it. */
export class RequestLog {
  readonly #keepsRequests: boolean;
  #requests: OpenRequest[] = [];
  #total = 0;
  #byUrl = new Map<string, number>();
  #hosts = new HostTallies();
  readonly #watchers = new Set<() => void>();

  constructor(keepsRequests: boolean) {
    this.#keepsRequests = keepsRequests;
  }

  /** Notes an arrival; `count` is how often this URL has been asked now. */
  begin(
    request: Arrival,
    url: URL,
  ): { count: number; end: (status: number | null, isComplete: boolean) => void } {
    const count = (this.#byUrl.get(url.href) ?? 0) + 1;
    this.#byUrl.set(url.href, count);
    this.#total += 1;
    const endInTally = this.#hosts.beginRequest(url.hostname);
    const entry = this.#keepsRequests ? openRequest(request, url) : null;
    if (entry !== null) this.#requests.push(entry);
    this.#notify();
    const end = (status: number | null, isComplete: boolean) => {
      endInTally();
      if (entry !== null) closeRequest(entry, status, isComplete);
      this.#notify();
    };
    return { count, end };
  }

  /** Notes that a connection serves a host; returns what to call when it closes. */
  connect(host: string): () => void {
    return this.#hosts.openConnection(host);
  }

  /** Copies, which later events do not change. */
  requests(filter: RequestFilter = {}): ServedRequest[] {
    return this.#requests.filter(predicateOf(filter)).map((request) => ({ ...request }));
  }

  /**
   * Resolves with the matching requests as soon as there are `count`, those of the past included.
   *
   * @throws Error after `timeoutMs`, with what was served instead
   */
  waitFor(filter: RequestFilter, options: WaitOptions = {}): Promise<ServedRequest[]> {
    const { count = 1, timeoutMs = 10_000 } = options;
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        finish();
      };
      const check = () => {
        const found = this.requests(filter);
        if (found.length >= count) settle(() => resolve(found));
      };
      const giveUp = () => settle(() => reject(this.#missing(filter, count, timeoutMs)));
      const timer = setTimeout(giveUp, timeoutMs);
      this.#watchers.add(check);
      check();
    });
  }

  counts(): TestWebCounts {
    const byUrl = Object.fromEntries(this.#byUrl);
    return { requests: this.#total, byHost: this.#hosts.counts(), byUrl };
  }

  /** Forgets everything; requests that are still open end in tallies nobody reads. */
  reset(): void {
    this.#requests = [];
    this.#total = 0;
    this.#byUrl = new Map();
    this.#hosts = new HostTallies();
  }

  #notify(): void {
    for (const check of this.#watchers) check();
  }

  #missing(filter: RequestFilter, count: number, timeoutMs: number): Error {
    const wanted = typeof filter === 'function' ? 'the predicate' : `\`${JSON.stringify(filter)}\``;
    const served = this.#requests.slice(-20).map((r) => `${r.method} ${r.url} (${r.outcome})`);
    return new Error(
      `Waited ${timeoutMs} ms for ${count} requests matching ${wanted}; ` +
        `the last ones served are: ${served.join(', ') || 'none'}`,
    );
  }
}

function openRequest(request: Arrival, url: URL): OpenRequest {
  return {
    ...request,
    url: url.href,
    host: url.hostname,
    path: url.pathname + url.search,
    startedAtMs: performance.now(),
    endedAtMs: null,
    status: null,
    outcome: 'open',
  };
}

function closeRequest(entry: OpenRequest, status: number | null, isComplete: boolean): void {
  entry.endedAtMs = performance.now();
  entry.status = status;
  entry.outcome = isComplete ? 'answered' : 'aborted';
}
