import { readFile } from 'node:fs/promises';
import { listRunIds, runFolder } from '@sluice/core';

const DIED = '"msg":"worker died"';

/** How many workers have died so far, as the logs of a state folder's runs have it. */
export async function countWorkerDeaths(root: string): Promise<number> {
  let deaths = 0;
  for (const runId of await listRunIds(root)) {
    const log = await readFile(runFolder(root, runId).log, 'utf8').catch(unlessThere);
    deaths += log.split(DIED).length - 1;
  }
  return deaths;
}

/** A run that was killed while it was planned has no log. */
function unlessThere(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error;
  return '';
}
