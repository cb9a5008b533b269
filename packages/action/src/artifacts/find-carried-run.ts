import { z } from 'zod';
import type { JobContext } from '../job-context.ts';

const artifactSchema = z.object({
  id: z.number(),
  name: z.string(),
  expired: z.boolean(),
  digest: z.string().nullish(),
  created_at: z.string().nullish(),
  workflow_run: z
    .object({
      id: z.number().nullish(),
      repository_id: z.number().nullish(),
      head_repository_id: z.number().nullish(),
      head_branch: z.string().nullish(),
    })
    .nullish(),
});
const listSchema = z.object({ artifacts: z.array(artifactSchema) });

/** The results of an earlier run, as an artifact of the workflow run that made them. */
export interface CarriedRun {
  readonly id: number;
  readonly name: string;
  readonly digest: string | undefined;
  readonly workflowRunId: number;
}

/**
 * Finds what a new run is based on: the newest artifact of that name, from this branch or the default one.
 * What a fork's workflow has uploaded is passed over, whatever its name.
 *
 * @param continueFrom - the workflow run that it has to come from; null for any
 */
export async function findCarriedRun(
  { api, branch }: JobContext,
  name: string,
  continueFrom: number | null,
): Promise<CarriedRun | null> {
  if (api === null) return null;
  const of = continueFrom === null ? '' : `/runs/${continueFrom}`;
  const query = new URLSearchParams({ name, per_page: '100' });
  const { artifacts } = await api.request(
    'GET',
    `/actions${of}/artifacts?${query.toString()}`,
    listSchema,
  );
  const { default_branch: main } = await api.request(
    'GET',
    '',
    z.object({ default_branch: z.string() }),
  );
  const usable = artifacts.filter(({ name: found, expired, workflow_run: run }) => {
    const isOwn = run?.repository_id === run?.head_repository_id;
    const isHere = continueFrom !== null || [branch, main].includes(run?.head_branch ?? '');
    return found === name && !expired && isOwn && isHere && typeof run?.id === 'number';
  });
  const [newest] = usable.toSorted((a, b) => b.id - a.id);
  if (newest === undefined) return null;
  return {
    id: newest.id,
    name,
    digest: newest.digest ?? undefined,
    workflowRunId: newest.workflow_run!.id!,
  };
}
