/**
 * What a page asks for and its text does not need, as patterns for `Network.setBlockedURLs`: fonts, media,
 * and those who count and advertise. Images are not among them, see `launch-browser.ts`.
 */
export const blockedRequests: readonly string[] = [
  ...['woff', 'woff2', 'ttf', 'otf', 'eot'].flatMap(files),
  ...['mp4', 'webm', 'm4v', 'mov', 'mp3', 'ogg', 'wav', 'm3u8', 'ts', 'zip', 'pdf'].flatMap(files),
  ...[
    'google-analytics.com',
    'googletagmanager.com',
    'doubleclick.net',
    'googlesyndication.com',
    'googleadservices.com',
    'connect.facebook.net',
    'facebook.com/tr',
    'hotjar.com',
    'clarity.ms',
    'segment.io',
    'segment.com',
    'mixpanel.com',
    'amplitude.com',
    'fullstory.com',
    'matomo.cloud',
    'bat.bing.com',
    'snap.licdn.com',
    'analytics.tiktok.com',
    'adnxs.com',
    'criteo.com',
    'taboola.com',
    'outbrain.com',
    'intercom.io',
    'drift.com',
    'sentry.io',
    'nr-data.net',
    'youtube.com/embed',
    'player.vimeo.com',
  ].flatMap((place) => [`*://${place}*`, `*://*.${place}*`]),
];

function files(extension: string): string[] {
  return [`*.${extension}`, `*.${extension}?*`];
}
