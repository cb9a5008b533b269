import { runFolder, type Manifest } from '@sluice/core/checkpoint';
import type { JobContext } from '../job-context.ts';
import { artifactNames } from './artifact-names.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { placeDataset } from './place-dataset.ts';

/**
 * Brings a planned run into the state folder.
 *
 * @throws Error when this workflow run has no such plan
 */
export async function takePlan(
  context: JobContext,
  store: ArtifactStore,
  runId: string,
): Promise<Manifest> {
  const folder = runFolder(context.state, runId);
  const name = artifactNames.plan(runId);
  const artifact = (await store.list()).find((found) => found.name === name);
  if (artifact === undefined) throw new Error(`this workflow run has no artifact ${name}`);
  await store.download(artifact, folder.path);
  return placeDataset(context, folder);
}
