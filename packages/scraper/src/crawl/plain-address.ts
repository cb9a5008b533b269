import { withoutSession } from './session-ids.ts';
import type { SiteScope } from './site-scope.ts';
import { withoutTracking } from './tracking-parameters.ts';

/**
 * The address of a link without what makes no other page of it: fragment, session, tracking, and another
 * spelling of the home page's host. A site may link to itself with and without `www.` and under both schemes;
 * what works for its home page saves a redirect and another robots.txt.
 */
export function plainAddress(written: URL, scope: SiteScope): URL {
  const url = withoutTracking(withoutSession(written), scope.trackingParameters);
  const isOtherSpelling =
    (url.hostname !== scope.hostname || url.protocol !== scope.protocol) &&
    withoutWww(url.hostname) === withoutWww(scope.hostname);
  const isDowngrade = url.protocol === 'https:' && scope.protocol === 'http:';
  if (url.hash === '' && (!isOtherSpelling || isDowngrade)) return url;
  const plain = new URL(url);
  plain.hash = '';
  if (isOtherSpelling && !isDowngrade && url.port === '' && scope.port === '') {
    plain.protocol = scope.protocol;
    plain.hostname = scope.hostname;
  }
  return plain;
}

/** A host name without the `www.` that most sites answer to as well. */
export function withoutWww(hostname: string): string {
  return hostname.replace(/^www\./, '');
}
