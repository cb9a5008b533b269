import packageJson from '../../../package.json' with { type: 'json' };

/**
 * What the script `enrich` gives to Node. A small young generation and a heap that at most doubles between
 * two collections: a fifth less memory for 2 % of CPU.
 */
export const enrichNodeFlags: readonly string[] = packageJson.scripts.enrich
  .split(' ')
  .filter((word) => word.startsWith('--'));
