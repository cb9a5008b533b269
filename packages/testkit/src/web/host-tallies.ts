import type { HostCounts } from './served-request.ts';

/** A number that goes up and down, and the highest it has been. */
interface Gauge {
  now: number;
  max: number;
}

interface HostTally {
  requests: number;
  connections: number;
  readonly openRequests: Gauge;
  readonly openConnections: Gauge;
}

/** Counts requests and connections by host. */
export class HostTallies {
  readonly #byHost = new Map<string, HostTally>();

  /** @returns what to call when the request is over */
  beginRequest(host: string): () => void {
    const tally = this.#tallyOf(host);
    tally.requests += 1;
    return raise(tally.openRequests);
  }

  /** @returns what to call when the connection is closed */
  openConnection(host: string): () => void {
    const tally = this.#tallyOf(host);
    tally.connections += 1;
    return raise(tally.openConnections);
  }

  counts(): Record<string, HostCounts> {
    const entries = [...this.#byHost].map(([host, tally]) => [host, countsOf(tally)] as const);
    return Object.fromEntries(entries);
  }

  #tallyOf(host: string): HostTally {
    const tally = this.#byHost.get(host) ?? {
      requests: 0,
      connections: 0,
      openRequests: { now: 0, max: 0 },
      openConnections: { now: 0, max: 0 },
    };
    this.#byHost.set(host, tally);
    return tally;
  }
}

function raise(gauge: Gauge): () => void {
  gauge.now += 1;
  gauge.max = Math.max(gauge.max, gauge.now);
  return () => void (gauge.now -= 1);
}

function countsOf({ requests, connections, openRequests, openConnections }: HostTally): HostCounts {
  return {
    requests,
    connections,
    maxConcurrentRequests: openRequests.max,
    maxConcurrentConnections: openConnections.max,
  };
}
