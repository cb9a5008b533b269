import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manyOriginHosts } from '@sluice/testkit';
import { enrichNodeFlags } from '../../enrich-node-flags.ts';
import { runChild } from '../measure/run-child.ts';
import type { EnrichAnswer, EnrichTask } from './enrich.ts';

/**
 * Writes the list of the websites that a web of many origins plays.
 *
 * @returns its path
 */
export async function writeOrigins(
  folder: string,
  origins: number,
  originPort: number,
): Promise<string> {
  const dataset = join(folder, 'origins.csv');
  const websites = manyOriginHosts(origins).map((host) => `http://${host}:${originPort}/`);
  await writeFile(dataset, ['website', ...websites].join('\n'));
  return dataset;
}

/** Enriches such a list in a process of its own, as `pnpm enrich` starts it. */
export function enrichOrigins(task: EnrichTask): Promise<EnrichAnswer> {
  const script = new URL('enrich.ts', import.meta.url);
  return runChild<EnrichAnswer>(script, task, { nodeArgs: enrichNodeFlags });
}
