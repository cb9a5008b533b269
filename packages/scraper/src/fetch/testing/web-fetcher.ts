import type { TestWeb } from '@sluice/testkit';
import type { GuardPolicy } from '../../guard/guard-policy.ts';
import { createHttpFetcher, type HttpFetcherOptions } from '../http-fetcher.ts';
import type { PageFetcher } from '../page-fetcher.ts';

/** The policy that lets a test reach its own web on loopback, and nothing else there. */
function policyFor(web: TestWeb): GuardPolicy {
  return { exempt: { address: '127.0.0.1', port: web.originPort } };
}

/** A fetcher that resolves names as the test web does; ask it for `web.originUrl(url)`. */
export function webFetcher(web: TestWeb, options: HttpFetcherOptions = {}): PageFetcher {
  return createHttpFetcher({ policy: policyFor(web), resolve: web.resolve, ...options });
}
