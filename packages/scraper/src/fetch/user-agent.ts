import manifest from '../../package.json' with { type: 'json' };

/** The token that robots.txt files address us by. */
export const productToken = 'Sluice';

/** What we call ourselves to servers: honest, and with a way to find out who is asking. */
export const defaultUserAgent = `${productToken}/${manifest.version} (+https://github.com/sluice-data/sluice)`;
