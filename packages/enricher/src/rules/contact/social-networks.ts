/** How one network writes the addresses of its profiles. */
interface Network {
  readonly hosts: RegExp;
  /** Of the path without its slash at the end; the first group is what names the profile. */
  readonly profile: RegExp;
  /** Names that are the network's own pages. */
  readonly reserved: RegExp;
  readonly canonical: (name: string) => string;
}

const NOTHING = /^$/;

const NETWORKS: readonly Network[] = [
  {
    hosts: /^(?:(?:www|m|web|business|[a-z]{2}-[a-z]{2})\.)?(?:facebook|fb)\.com$/,
    profile:
      /^\/(?:pg\/)?(pages\/(?:[^/]+\/){1,3}\d+|(?:people|p)\/[^/]+(?:\/\d+)?|[\w.%-]{2,})(?:\/.*)?$/,
    reserved:
      /^(?:.*\.php|sharer?|dialog|plugins|tr|login|hashtag|events?|groups|policy|policies|privacy|legal|help|search|watch|marketplace|ads|business|pages|people|media|photos?|video|videos|reel|reels|stories|connect|v\d.*|note|notes|about|terms|settings|badges|campaign|email|feeds|fbml|2008|widgets|apps|cookies|facebook|messages)$/i,
    canonical: (name) => `https://www.facebook.com/${name}`,
  },
  {
    hosts: /^(?:(?:www|mobile|m)\.)?(?:twitter|x)\.com$/,
    profile: /^\/(?:#!\/)?@?(\w{1,20})$/,
    reserved:
      /^(?:intent|share|home|search|hashtag|i|login|logout|signup|privacy|tos|about|explore|settings|statuses|status|widgets|twitter|x|jobs|download|goodies|account|oauth)$/i,
    canonical: (name) => `https://x.com/${name}`,
  },
  {
    hosts: /^(?:[a-z]{2,3}\.)?linkedin\.com$/,
    profile: /^\/((?:company|school|showcase|companies)\/[^/]+)(?:\/.*)?$/,
    reserved: NOTHING,
    canonical: (name) => `https://www.linkedin.com/${name.replace(/^companies/, 'company')}`,
  },
  {
    hosts: /^(?:(?:www|m)\.)?instagram\.com$/,
    profile: /^\/@?([\w.]{1,30})$/,
    reserved: /^(?:p|reels?|explore|accounts|stories|tv|share|about|developer|legal|instagram)$/i,
    canonical: (name) => `https://www.instagram.com/${name}`,
  },
  {
    hosts: /^(?:(?:www|m)\.)?youtube\.com$/,
    profile:
      /^\/((?:@[\p{L}\p{N}._%-]+|(?:channel|c|user)\/[^/]+)|[\w-]{3,})(?:\/(?:videos|featured|about|playlists|shorts|streams|live|community))?$/u,
    reserved:
      /^(?:watch|embed|playlist|results|shorts|feed|live|account|about|t|v|upload|signin|redirect|iframe_api|player_api|subscription_center|premium|gaming|channel|user|youtube|yt|ads|kids|oembed|share|browse|profile)$/i,
    canonical: (name) => `https://www.youtube.com/${name}`,
  },
  {
    hosts: /^(?:(?:www|m)\.)?tiktok\.com$/,
    profile: /^\/(@[\w.]{2,})$/,
    reserved: NOTHING,
    canonical: (name) => `https://www.tiktok.com/${name}`,
  },
  {
    hosts:
      /^(?:[a-z]{2,3}\.)?pinterest\.(?:com|com\.au|co\.uk|de|fr|es|it|at|ch|ca|ie|nz|pt|se|dk|ph|jp|com\.mx)$/,
    profile: /^\/([\w-]{3,})$/,
    reserved: /^(?:pin|search|explore|login|ideas|about|business|today|settings|pinterest)$/i,
    canonical: (name) => `https://www.pinterest.com/${name}`,
  },
  {
    hosts: /^(?:www\.)?xing\.com$/,
    profile: /^\/((?:companies|company|pages)\/[^/]+)(?:\/.*)?$/,
    reserved: NOTHING,
    canonical: (name) => `https://www.xing.com/${name}`,
  },
  {
    hosts: /^(?:www\.)?github\.com$/,
    profile: /^\/([a-z\d](?:[a-z\d-]{0,38}))$/i,
    reserved:
      /^(?:features|about|login|join|pricing|explore|topics|sponsors|marketplace|enterprise|security|contact|site|settings|orgs|search|trending|github)$/i,
    canonical: (name) => `https://github.com/${name}`,
  },
  {
    hosts: /^(?:www\.)?threads\.(?:net|com)$/,
    profile: /^\/(@[\w.]{1,30})$/,
    reserved: NOTHING,
    canonical: (name) => `https://www.threads.com/${name}`,
  },
  {
    hosts: /^bsky\.app$/,
    profile: /^\/(profile\/[\w.:-]+)$/,
    reserved: NOTHING,
    canonical: (name) => `https://bsky.app/${name}`,
  },
  {
    hosts: /^(?:www\.)?vimeo\.com$/,
    profile: /^\/((?:user\d+|[a-z][\w-]{2,}))$/i,
    reserved:
      /^(?:channels|groups|album|showcase|upload|watch|features|login|join|about|help|blog|ondemand|categories|search|settings|vimeo)$/i,
    canonical: (name) => `https://vimeo.com/${name}`,
  },
  {
    hosts: /^(?:www\.)?(?:t|telegram)\.me$/,
    profile: /^\/([a-z]\w{4,31})$/i,
    reserved: /^(?:share|joinchat|addstickers|proxy|socks|iv|telegram)$/i,
    canonical: (name) => `https://t.me/${name}`,
  },
  {
    hosts: /^(?:(?:www|m)\.)?vk\.com$/,
    profile: /^\/([\w.]{3,})$/,
    reserved: /^(?:share\.php|away\.php|login|feed|video|wall.*|widget.*|vk)$/i,
    canonical: (name) => `https://vk.com/${name}`,
  },
];

/** Cheap: whether an address may be on one of the networks at all. */
const ANY_NETWORK =
  /^https?:\/\/(?:[\w-]+\.)?(?:facebook|fb|twitter|x|linkedin|instagram|youtube|tiktok|pinterest|xing|github|threads|bsky|vimeo|t|telegram|vk)\./i;

/** Profiles of those who make websites, which their templates link to. */
const TEMPLATE_MAKERS =
  /^@?(?:wix|wordpress(?:dotcom)?|squarespace|shopify|godaddy|weebly|jimdo|webflow|duda|joomla|drupal|elegantthemes|your-?(?:page|name|profile|username|company)|tvoja?-?(?:stranka|profil|kanal)|(?:tu|sua|la-?tua)-?(?:empresa|pagina|azienda)|(?:deine|ihre)-?(?:seite|firma)|(?:votre|ton)-?(?:page|entreprise)|twoja-?(?:strona|firma)|username|profile|example)$/i;

/**
 * The address of a company's or organisation's profile in one form, or null where the address is a
 * share button, a single post, a plugin, a private person or no profile at all.
 */
export function profileUrl(address: string): string | null {
  const url = ANY_NETWORK.test(address) ? URL.parse(address) : null;
  if (url === null) return null;
  const network = NETWORKS.find(({ hosts }) => hosts.test(url.hostname));
  if (network === undefined) return null;
  const numbered = numberedFacebookProfile(url);
  if (numbered !== null) return numbered;
  const path = pathOf(url);
  const name = network.profile.exec(path)?.[1];
  if (name === undefined || network.reserved.test(name) || TEMPLATE_MAKERS.test(name)) return null;
  return network.canonical(name);
}

/** Old addresses keep the path behind `#!`. */
function pathOf({ hash, pathname }: URL): string {
  const path = /^#(?:!|%21)(\/.*)$/.exec(hash)?.[1] ?? pathname;
  return path.replace(/(?<!\/)\/+$/, '');
}

function numberedFacebookProfile(url: URL): string | null {
  const id = url.searchParams.get('id') ?? '';
  const isProfile = url.pathname === '/profile.php' && /^\d{5,}$/.test(id);
  return isProfile && url.hostname.endsWith('facebook.com')
    ? `https://www.facebook.com/profile.php?id=${id}`
    : null;
}
