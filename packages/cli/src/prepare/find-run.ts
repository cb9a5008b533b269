import { resolve } from 'node:path';
import {
  listRuns,
  readManifest,
  runFolder,
  UsageError,
  type Manifest,
  type RunFolder,
} from '@sluice/core';
import type { CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';

export interface FoundRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
}

/**
 * Finds a run by its id, or the latest one.
 *
 * @throws UsageError when there is none
 */
export async function findRun(
  context: CommandContext,
  options: RunOptions,
  runId: string | undefined,
): Promise<FoundRun> {
  const root = resolve(context.cwd, options.state);
  const id = runId ?? options.run;
  if (id !== undefined) {
    const folder = runFolder(root, id);
    return { folder, manifest: await readManifest(folder) };
  }
  const manifest = (await listRuns(root)).at(-1);
  if (manifest !== undefined) return { folder: runFolder(root, manifest.runId), manifest };
  throw new UsageError(`there is no run in \`${root}\` yet; \`pnpm enrich DATASET\` starts one`);
}
