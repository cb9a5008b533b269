import { runFolder, type Manifest } from '@sluice/core/checkpoint';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { JobContext } from '../job-context.ts';
import { placeDataset, placeFile } from './place-dataset.ts';

/** What of a run goes to the next one on another machine. */
const FILES = ['run.json', 'rows.parquet', 'ledger.parquet', 'summary.json', placeFile];

/**
 * Packs a merged run, and while it is incomplete also what it was based on: not everything of that has been
 * taken over yet.
 *
 * @returns the folder that holds it
 */
export async function packCarriedRun(context: JobContext, manifest: Manifest): Promise<string> {
  const into = join(context.temp, 'carry');
  await rm(into, { recursive: true, force: true });
  const isComplete = await isRunComplete(context, manifest);
  const bases =
    manifest.basedOn === null ? [] : [manifest.basedOn, ...(manifest.furtherBases ?? [])];
  for (const runId of [manifest.runId, ...(isComplete ? [] : bases)]) {
    const { path } = runFolder(context.state, runId);
    await mkdir(join(into, runId), { recursive: true });
    for (const file of FILES.filter((name) => existsSync(join(path, name)))) {
      await cp(join(path, file), join(into, runId, file));
    }
  }
  return into;
}

async function isRunComplete({ state }: JobContext, { runId }: Manifest): Promise<boolean> {
  const file = join(runFolder(state, runId).path, 'summary.json');
  const { state: found } = z
    .object({ state: z.string() })
    .parse(JSON.parse(await readFile(file, 'utf8')));
  return found === 'complete';
}

/**
 * Puts packed runs into the state folder, with their dataset where it is checked out to now.
 *
 * @returns their ids
 */
export async function unpackCarriedRun(context: JobContext, folder: string): Promise<string[]> {
  const runIds = await readdir(folder);
  for (const runId of runIds) {
    const source = join(folder, runId);
    const target = runFolder(context.state, runId);
    await mkdir(target.path, { recursive: true });
    for (const file of FILES.filter((name) => existsSync(join(source, name)))) {
      await cp(join(source, file), join(target.path, file));
    }
    await placeDataset(context, target);
  }
  return runIds;
}
