import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { KnownSites } from './known-sites.ts';

const LOOPBACK: readonly string[] = ['127.0.0.1'];

/** The name resolution of a test web, in the forms that clients take. */
export interface TestWebResolver {
  /**
   * All addresses of a host, as `dns.promises.lookup(host, { all: true })` gives them.
   *
   * @throws Error with code `ENOTFOUND` for a host that the web does not know
   */
  resolve(host: string): Promise<LookupAddress[]>;
  /** The same as a `lookup` option of `net.connect`, `http.request` or undici's `connect`. */
  readonly lookup: LookupFunction;
  /** Makes scripted answers start again. */
  reset(): void;
}

/** Resolves the hosts of the web to loopback, or to what their script says. */
export function createResolver(sites: KnownSites): TestWebResolver {
  const asked = new Map<string, number>();

  function addressesOf(name: string): LookupAddress[] | null {
    const host = name.toLowerCase().replace(/\.$/, '');
    if (isIP(host) !== 0) return [{ address: host, family: isIP(host) }];
    const options = sites.optionsOf(host);
    if (options === undefined) return null;
    const times = asked.get(host) ?? 0;
    asked.set(host, times + 1);
    const answers = options.addresses ?? [LOOPBACK];
    const answer = answers[Math.min(times, answers.length - 1)] ?? LOOPBACK;
    return answer.map((address) => ({ address, family: isIP(address) }));
  }

  const resolve = async (host: string) => {
    const addresses = addressesOf(host);
    if (addresses === null) throw notFound(host);
    return addresses;
  };

  // Answers on the next tick, since Node's own lookup never calls back before it returns.
  const lookup: LookupFunction = (host, options, callback) => {
    const addresses = addressesOf(host);
    const [first] = addresses ?? [];
    if (addresses === null || first === undefined) process.nextTick(callback, notFound(host), '');
    else if (options.all === true) process.nextTick(callback, null, addresses);
    else process.nextTick(callback, null, first.address, first.family);
  };

  return { resolve, lookup, reset: () => asked.clear() };
}

function notFound(host: string): NodeJS.ErrnoException {
  const message = `getaddrinfo ENOTFOUND ${host}`;
  return Object.assign(new Error(message), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: host,
  });
}
