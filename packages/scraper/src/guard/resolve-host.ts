import { lookup, Resolver } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';

/** All addresses of a host name, in the order to try them; rejects with a DNS error code such as `ENOTFOUND`. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface ResolverOptions {
  /** Name servers as `address:port`; those of the system by default. */
  readonly servers?: readonly string[];
  /** Wait for the first answer, in milliseconds; it grows with each try. */
  readonly timeoutMs?: number;
  readonly tries?: number;
}

const TIMEOUT_MS = 3_000;
const TRIES = 3;

/**
 * Asks the name servers directly. The operating system's `lookup` blocks one of libuv's four threads for
 * as long as it takes, and files and gzip wait behind it: a few dead name servers among a thousand
 * stall a whole crawl. It is asked only where no name server can be reached at all.
 */
export function createResolver(options: ResolverOptions = {}): ResolveHost {
  const { servers, timeoutMs = TIMEOUT_MS, tries = TRIES } = options;
  const resolver = new Resolver({ timeout: timeoutMs, tries });
  if (servers !== undefined) resolver.setServers(servers);
  return async (hostname) => {
    const answers = await Promise.allSettled([
      resolver.resolve4(hostname),
      resolver.resolve6(hostname),
    ]);
    const addresses = answers.flatMap((answer, index) =>
      answer.status === 'fulfilled'
        ? answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 }))
        : [],
    );
    const codes = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    if (addresses.length > 0 || codes.length < answers.length) return addresses;
    return withoutAnswer(hostname, codes as NodeJS.ErrnoException[]);
  };
}

/** What the whole process resolves names with. */
export const resolveHost: ResolveHost = createResolver();

/** A name without addresses of either kind is no error; of several errors the more telling one counts. */
async function withoutAnswer(
  hostname: string,
  errors: readonly NodeJS.ErrnoException[],
): Promise<readonly LookupAddress[]> {
  if (errors.every(({ code }) => code === 'ENODATA')) return [];
  if (errors.every(({ code }) => code === 'ECONNREFUSED')) {
    return lookup(hostname, { all: true, order: 'verbatim' });
  }
  throw errors.find(({ code }) => code !== 'ENODATA');
}
