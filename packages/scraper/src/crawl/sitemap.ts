import { XMLParser } from 'fast-xml-parser';

/** What a sitemap file lists: pages, or further sitemaps. Absolute addresses in the file's order. */
export interface Sitemap {
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
}

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'url' || name === 'sitemap',
});

/**
 * Parses a sitemap, a sitemap index, or the plain list of addresses that the standard allows too. A file
 * that was cut off in the middle gives what stands before.
 *
 * @param text - decoded; anything but a sitemap gives an empty one
 * @param baseUrl - where it was found, for those who write relative addresses
 */
export function parseSitemap(text: string, baseUrl: string): Sitemap {
  if (!text.includes('<')) return { pages: absolute(text.split(/\s+/), baseUrl), sitemaps: [] };
  const tree = parseXml(closeRoot(text));
  return {
    pages: absolute(locations(tree, 'urlset', 'url'), baseUrl),
    sitemaps: absolute(locations(tree, 'sitemapindex', 'sitemap'), baseUrl),
  };
}

/** Ends a truncated file after its last complete entry. */
function closeRoot(text: string): string {
  for (const [entry, root] of [
    ['</url>', '</urlset>'],
    ['</sitemap>', '</sitemapindex>'],
  ] as const) {
    const end = text.lastIndexOf(entry);
    if (end >= 0 && !text.includes(root, end)) return text.slice(0, end + entry.length) + root;
  }
  return text;
}

/** A web page where the sitemap should be, or XML that is none, says nothing. */
function parseXml(text: string): unknown {
  try {
    return parser.parse(text);
  } catch (error) {
    if (error instanceof Error) return {};
    throw error;
  }
}

function locations(tree: unknown, root: string, entry: string): string[] {
  const entries = member(member(tree, root), entry);
  if (!Array.isArray(entries)) return [];
  return entries.map((value) => member(value, 'loc')).filter((loc) => typeof loc === 'string');
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function absolute(addresses: readonly string[], baseUrl: string): string[] {
  return addresses
    .filter((address) => address !== '')
    .map((address) => URL.parse(address.trim(), baseUrl))
    .filter((url) => url !== null && /^https?:$/.test(url.protocol))
    .map((url) => url!.href);
}
