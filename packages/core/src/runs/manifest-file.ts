import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../durable-file.ts';
import { UsageError } from '../errors.ts';
import { manifestSchema, manifestVersion, type Manifest } from '../model/manifest.ts';
import { nullWhereMissing } from '../null-where-missing.ts';
import { runFolder, type RunFolder } from './run-folder.ts';
import { isRunId } from './run-id.ts';

/** Writes `run.json`; the run exists from then on. */
export async function writeManifest(folder: RunFolder, manifest: Manifest): Promise<void> {
  await writeFileDurably(folder.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Reads `run.json`.
 *
 * @throws UsageError when it is missing, damaged, or written by a newer version
 */
export async function readManifest(folder: RunFolder): Promise<Manifest> {
  return parseManifest(await readText(folder), folder.manifest);
}

async function readText(folder: RunFolder): Promise<string> {
  // Ids come from command lines and other runs' manifests: one with `..` would lead elsewhere.
  if (!isRunId(folder.runId)) throw noSuchRun(folder);
  const text = await readFile(folder.manifest, 'utf8').catch(nullWhereMissing);
  if (text === null) throw noSuchRun(folder);
  return text;
}

function noSuchRun({ runId, runs }: RunFolder): UsageError {
  return new UsageError(
    `there is no run \`${runId}\` in \`${runs}\`; \`pnpm enrich runs\` lists those there are`,
  );
}

function parseManifest(text: string, file: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const message = `\`${file}\` is not valid JSON; restore it, or remove its run folder to start over`;
    throw new UsageError(message, { cause: error });
  }
  const version = (content as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > manifestVersion) {
    throw new UsageError(
      `\`${file}\` has version \`${version}\`, this Sluice reads up to ${manifestVersion}; update Sluice, or use another --state folder`,
    );
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const what = z.prettifyError(parsed.error);
  throw new UsageError(
    `\`${file}\` is damaged; restore it, or remove its run folder to start over: ${what}`,
  );
}

/** The ids of all runs below a state folder, oldest first. */
export async function listRunIds(root: string): Promise<string[]> {
  const names = (await readdir(join(root, 'runs')).catch(nullWhereMissing)) ?? [];
  return names.filter(isRunId).sort();
}

/**
 * Reads the manifests of all runs, oldest first. A folder without one is a run whose plan was cut short;
 * nothing was done in it, and it is passed over.
 */
export async function listRuns(root: string): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const runId of await listRunIds(root)) {
    const folder = runFolder(root, runId);
    if (existsSync(folder.manifest)) manifests.push(await readManifest(folder));
  }
  return manifests;
}
