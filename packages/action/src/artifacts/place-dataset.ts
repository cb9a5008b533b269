import { manifestSchema, type Manifest, type RunFolder } from '@sluice/core/checkpoint';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { JobContext } from '../job-context.ts';

/** Where a run's dataset lies in the repository, as runners check that out to different folders. */
export const placeFile = 'place.json';
const placeSchema = z.object({ dataset: z.string() });

/** Notes the place beside the run, on the machine that planned it. */
export async function notePlace(
  { workspace }: JobContext,
  { path }: RunFolder,
  { dataset }: Manifest,
): Promise<string> {
  const file = join(path, placeFile);
  await writeFile(file, JSON.stringify({ dataset: relative(workspace, dataset.path) }));
  return file;
}

/** Lets a run that came from another machine name its dataset where it is here. */
export async function placeDataset(
  { workspace }: JobContext,
  folder: RunFolder,
): Promise<Manifest> {
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
  const place = placeSchema.parse(await read(join(folder.path, placeFile)));
  const manifest = manifestSchema.parse(await read(folder.manifest));
  const dataset = { ...manifest.dataset, path: join(workspace, place.dataset) };
  const placed = { ...manifest, dataset };
  await writeFile(folder.manifest, JSON.stringify(placed));
  return placed;
}
