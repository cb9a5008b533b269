import { Agent } from 'undici';
import { createGuardedConnector } from '../guard/guarded-connector.ts';
import type { GuardPolicy } from '../guard/guard-policy.ts';
import type { ResolveHost } from '../guard/resolve-host.ts';
import { clientOptions, type Transport, type TransportOptions } from './transport.ts';

export interface DirectTransportOptions extends TransportOptions {
  readonly policy: GuardPolicy;
  readonly resolve: ResolveHost;
}

/** Goes straight to the host, through the guarded connector. */
export function createDirectTransport(options: DirectTransportOptions): Transport {
  const { limits, perHost, policy, resolve, secureContext } = options;
  const timeoutMs = limits.connectTimeoutMs;
  const connect = createGuardedConnector({ policy, resolve, timeoutMs, secureContext });
  const agent = new Agent({ ...clientOptions(limits), connections: perHost, connect });
  return {
    get(url, headers, handler) {
      const path = url.pathname + url.search;
      agent.dispatch({ origin: url.origin, path, method: 'GET', headers }, handler);
    },
    explain: () => null,
    close: () => agent.destroy(),
  };
}
