import {
  createBusiness,
  createTripwire,
  scriptedSite,
  text,
  type Site,
  type TestWebScript,
} from '@sluice/testkit';
import { findKind } from './site-kinds.ts';

/** Answers how many connections the tripwire of the web's process has counted. */
export const TRIPWIRE_HOST = 'tripwire.test';

/** Plays every kind of site, whatever its number. */
const playSites: TestWebScript = async (web) => {
  const tripwire = await createTripwire();
  const [tripwireUrl = ''] = tripwire.urls;
  const known = new Map<string, Site | undefined>();
  web.addSites((host) => {
    if (!known.has(host)) known.set(host, siteOf(host, tripwireUrl));
    return known.get(host);
  });
  web.site(TRIPWIRE_HOST, {
    '/': (exchange) => text(String(tripwire.connections()))(exchange),
  });
};

function siteOf(host: string, tripwireUrl: string): Site | undefined {
  const found = findKind(host);
  if (found === undefined || found.kind.play === null) return undefined;
  const business = createBusiness(found.n, host);
  const { handlers, options } = found.kind.play({ host, business, tripwireUrl });
  return scriptedSite(host, handlers, options);
}

export default playSites;
