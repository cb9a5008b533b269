import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { callbackify } from 'node:util';
import type { StageError } from '@sluice/core';
import { buildConnector } from 'undici';
import { fetchError } from '../fetch/fetch-error.ts';
import { refuseHost } from './check-target.ts';
import type { GuardPolicy } from './guard-policy.ts';
import { isPublicAddress } from './is-public-address.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface GuardedConnectorOptions {
  readonly policy: GuardPolicy;
  readonly resolve: ResolveHost;
  /** Covers lookup, connection and TLS together. */
  readonly timeoutMs: number;
  /** With the authorities to trust; Node's own where undefined. */
  readonly secureContext?: SecureContext | undefined;
}

/**
 * Makes the one way to the network: it connects to checked addresses and to nothing else.
 *
 * A name is resolved once, inside the connection attempt, and the socket goes to the addresses that
 * passed, so an answer that changes afterwards is never seen. SNI and `Host` keep the name.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { exempt } = options.policy;
  const connect = connectorTo(options, isPublicAddress);
  const connectExempt =
    exempt &&
    connectorTo(options, (address) => isPublicAddress(address) || address === exempt.address);

  return (target, callback) => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
    // Node resolves nothing for a literal address, so a lookup would never get to see it.
    const refusal = refuseHost(target.hostname, port, options.policy);
    if (refusal !== null) {
      callback(refusal, null);
      return;
    }
    const connector = port === exempt?.port ? connectExempt : null;
    (connector ?? connect)(target, callback);
  };
}

function connectorTo(
  options: GuardedConnectorOptions,
  isAllowed: (address: string) => boolean,
): buildConnector.connector {
  return buildConnector({
    allowH2: false,
    timeout: options.timeoutMs,
    lookup: guardedLookup(options.resolve, isAllowed),
    ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext }),
  });
}

function guardedLookup(
  resolve: ResolveHost,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  const resolveChecked = callbackify(async (hostname: string) => {
    const answers = await resolve(hostname);
    const allowed = answers.filter(({ address }) => isAllowed(address));
    if (allowed.length === 0) throw refuseAnswers(hostname, answers);
    return allowed;
  });
  return (hostname, { all }, callback) => {
    resolveChecked(hostname, (error: NodeJS.ErrnoException | null, addresses) => {
      const [first] = error === null ? addresses : [];
      if (first === undefined) callback(error, '');
      else if (all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refuseAnswers(hostname: string, answers: readonly LookupAddress[]): StageError {
  if (answers.length === 0) return fetchError('host_not_found', hostname);
  const addresses = answers.map(({ address }) => `\`${address}\``).join(', ');
  return fetchError('blocked_address', hostname, { detail: `it stands for ${addresses}` });
}
