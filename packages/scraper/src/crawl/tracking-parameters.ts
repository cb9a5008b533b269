/** Names that analytics and advertising put behind any address. */
const trackingNames =
  /^(utm_.*|gclid|gbraid|wbraid|fbclid|msclkid|dclid|yclid|twclid|li_fat_id|mc_cid|mc_eid|_ga|_gl|igshid|hsa_.*|pk_.*|mtm_.*|trk|cmpid|referrer)$/i;
/** Names that tell where a link stands, or choose a page, such as a product by its reference. */
const doubtfulNames = /^(ref|source)$/i;
/** What tells of a place has no number in it. */
const placeValue = /^\D*$/;

/** A parameter on fewer paths than this proves nothing. */
const minPaths = 5;
/** Shorter values may be what a page is chosen by, such as a number. In characters. */
const minLabelLength = 12;

/**
 * Finds the parameters of a page's links that only tell which link was followed, beside those of known
 * names: a site's own tagging puts them behind addresses of many paths, with another long label nearly each
 * time (`?loc=HomePage_Footer_About`, `?loc=HomePage_Footer_Contact`, …).
 */
export function findTrackingParameters(urls: readonly URL[]): Set<string> {
  const found = new Set<string>();
  const uses = new Map<string, { paths: Set<string>; labels: Set<string> }>();
  for (const url of urls) {
    for (const [name, label] of url.search === '' ? [] : url.searchParams) {
      const use = uses.get(name) ?? { paths: new Set(), labels: new Set() };
      uses.set(name, use);
      use.paths.add(url.pathname);
      use.labels.add(label);
    }
  }
  for (const [name, { paths, labels }] of uses) {
    const isTag = paths.size >= minPaths && labels.size >= paths.size;
    if (isTag && [...labels].every((label) => label.length >= minLabelLength)) found.add(name);
  }
  return found;
}

/**
 * Takes tracking off an address: parameters of known names, and those that the site tags with itself. A new
 * address where there are any, else `url` itself.
 */
export function withoutTracking(url: URL, siteNames: ReadonlySet<string>): URL {
  if (url.search === '') return url;
  const tracking = [...url.searchParams].filter(
    (parameter) => siteNames.has(parameter[0]) || isTracking(parameter),
  );
  if (tracking.length === 0) return url;
  const plain = new URL(url);
  for (const [name, value] of tracking) plain.searchParams.delete(name, value);
  return plain;
}

/** Whether a parameter tells where a visitor came from, and not what is shown, on any site. */
export function isTracking([name, value]: readonly [string, string]): boolean {
  return trackingNames.test(name) || (doubtfulNames.test(name) && placeValue.test(value));
}
