import { getDomain, parse } from 'tldts';

const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,24}|xn--[a-z\d-]{2,40})$/u;

/** The longest address there is; in characters. */
const MAX_LENGTH = 254;
/** With what may stand around it; in characters. */
const MAX_WRITTEN_LENGTH = 300;

const EXAMPLE_DOMAIN =
  /(?:^|\.)(?:example\.\w+|(?:your|my|the)-?(?:domain|site|website|company|email|mail|business)\.\w+|domain\.(?:com|tld)|email\.(?:com|tld)|website\.com|something\.com|test\.com|[\w-]+\.(?:invalid|test|example|localhost|local))$/i;
const EXAMPLE_NAME =
  /^(?:x{2,}|(?:your|my|first|last)[._-]?(?:name|email|mail|address)?|(?:user|last|first)?name|user|you|someone|somebody|john\.?(?:doe|smith)|jane\.?doe|max\.?mustermann|email|test|abc|example)$/i;
const COMMON_MAIL_DOMAIN = /^(?:gmail|mail|hotmail|yahoo|outlook|company|firma|host)\.\w+$/i;

/** The address without what is certainly not part of it; null where none is left. */
export function cleanAddress(written: string): string | null {
  if (written.length > MAX_WRITTEN_LENGTH) return null;
  const address = written
    .trim()
    .replace(/^(?:mailto:|[<"'([\s])+/i, '')
    .replace(/[>"')\].,;:!?\s]+$/, '');
  return address.length <= MAX_LENGTH && ADDRESS.test(address) ? address : null;
}

/** Whether an address only shows what one looks like; those at the site's own domain are meant. */
export function isExample(address: string, siteDomain: string | null): boolean {
  const [name = '', domain = ''] = address.split('@');
  const looksLikeOne =
    EXAMPLE_DOMAIN.test(domain) || (EXAMPLE_NAME.test(name) && COMMON_MAIL_DOMAIN.test(domain));
  return looksLikeOne && !isAtDomain(address, siteDomain);
}

/** Whether the address ends in a domain that exists, the site's own being one, and not in `2x.png`. */
export function hasPublicDomain(address: string, siteDomain: string | null): boolean {
  const { isIcann, domain } = parse(hostOf(address));
  return domain !== null && (isIcann === true || domain === siteDomain);
}

function isAtDomain(address: string, siteDomain: string | null): boolean {
  return siteDomain !== null && getDomain(hostOf(address)) === siteDomain;
}

function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
