import { systemClock } from '@sluice/core';
import type { ModelLimits } from '@sluice/testkit';
import type { OpenBenchClient } from './bench-client.ts';
import { openPlainClient } from './plain-client.ts';
import { openSluiceClient } from './sluice-client.ts';
import {
  startModelServerProcess,
  type ModelServerProcess,
  type ServerLook,
} from './model-server-process.ts';

export interface ModelBenchOptions {
  readonly limits: ModelLimits;
  readonly latencyMs: number;
  /** Calls that want to be out at the same time. */
  readonly concurrency: number;
  /** Windows of the limit in which is counted. */
  readonly windows: number;
}

/** What one client made of the limit. */
export interface ClientResult {
  /** What the server's bucket let through in the counted time ÷ what it would have let through. */
  readonly share: number;
  /** Calls refused for the rate, from the start. */
  readonly limited: number;
  /** Calls that were given up, from the start. */
  readonly lost: number;
}

export interface ModelBenchResult {
  readonly sluice: ClientResult;
  readonly plain: ClientResult;
}

/**
 * Windows of the limit before anything is counted. A bucket is full at first, and lets through twice as much
 * in its first window: counted, that would make every client look better than it is.
 */
const WARM_UP_WINDOWS = 2;

/** Lets two clients ask a server with a limit, one after the other, for the same time. */
export async function benchModel(options: ModelBenchOptions): Promise<ModelBenchResult> {
  return {
    sluice: await measure(options, openSluiceClient),
    plain: await measure(options, openPlainClient),
  };
}

async function measure(options: ModelBenchOptions, open: OpenBenchClient): Promise<ClientResult> {
  const { limits, latencyMs, concurrency, windows } = options;
  await using server = await startModelServerProcess({ limits, latencyMs });
  await using client = await open(server.url, concurrency);
  const end = new AbortController();
  const running = client.run(end.signal);
  const share = await measureShare(server, limits, windows);
  end.abort(new Error('the bench is over'));
  const { lost } = await running;
  const { tally } = await server.look();
  return { share, limited: tally.limited, lost };
}

async function measureShare(
  server: ModelServerProcess,
  { windowMs, ...limits }: ModelLimits,
  windows: number,
): Promise<number> {
  await systemClock.sleep(WARM_UP_WINDOWS * windowMs);
  const before = await server.look();
  await systemClock.sleep(windows * windowMs);
  const after = await server.look();
  const shares = (['requests', 'tokens'] as const).flatMap((what) => {
    const limit = limits[what];
    return limit === undefined ? [] : [shareOf(what, limit / windowMs, before, after)];
  });
  return Math.max(...shares);
}

/** What was left in the bucket at the beginning could have been had as well as what came in since. */
function shareOf(
  what: 'requests' | 'tokens',
  perMs: number,
  before: ServerLook,
  after: ServerLook,
): number {
  const [first, last] = [before.use[what]!, after.use[what]!];
  return (last.taken - first.taken) / (first.left + perMs * (after.atMs - before.atMs));
}
