import normalizeUrl, { type Options } from 'normalize-url';
import { withoutSession } from './session-ids.ts';

/** Parameters that tell where a visitor came from or who they are, not what is shown. */
const removeQueryParameters = [
  /^utm_/i,
  /^(gclid|fbclid|msclkid|dclid|mc_cid|mc_eid|_ga|igshid|ref|referrer|source)$/i,
];

const options: Options = {
  stripProtocol: true,
  stripWWW: true,
  stripHash: true,
  removeTrailingSlash: true,
  removeSingleSlash: true,
  removeDirectoryIndex: [/^(index|default|home)\.[a-z]{3,5}$/i],
  removeQueryParameters,
  sortQueryParameters: true,
};

/**
 * Spells an address such that two spellings of one page are equal: scheme, `www.`, index files, trailing
 * slash, order of parameters, sessions, tracking and letter case do not matter. It is a key, not an address to
 * fetch.
 */
export function canonicalKey(url: string): string {
  const written = new URL(withoutSpacesAtEnd(url));
  return normalizeUrl(withoutSession(written).href, options).toLowerCase();
}

// By hand: a regular expression would start anew at each of a million spaces that something follows.
function withoutSpacesAtEnd(url: string): string {
  let end = url.trimEnd().length;
  while (url.endsWith('%20', end)) end = url.slice(0, end - 3).trimEnd().length;
  return url.slice(0, end);
}
