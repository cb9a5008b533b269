import * as core from '@actions/core';
import { join } from 'node:path';
import { z } from 'zod';
import { GitHubApi } from './github-api.ts';

const environmentSchema = z.object({
  GITHUB_WORKSPACE: z.string(),
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
  GITHUB_RUN_ID: z.coerce.number().int(),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int(),
  GITHUB_REF: z.string(),
  GITHUB_REF_NAME: z.string(),
  GITHUB_SHA: z.string(),
  GITHUB_SERVER_URL: z.string(),
  GITHUB_API_URL: z.string(),
  RUNNER_TEMP: z.string(),
});

/** Where a job runs, and what it may use. */
export interface JobContext {
  /** The checkout of the repository with the dataset. */
  readonly workspace: string;
  /** The state folder of Sluice. */
  readonly state: string;
  /** A folder for this job's files. */
  readonly temp: string;
  readonly owner: string;
  readonly repository: string;
  readonly workflowRunId: number;
  /** From 1; higher for a job that is run again. */
  readonly attempt: number;
  readonly ref: string;
  readonly branch: string;
  readonly sha: string;
  readonly serverUrl: string;
  readonly token: string | null;
  readonly api: GitHubApi | null;
}

/** Reads what the runner tells a job about itself, and masks its token. */
export function readJobContext(environment: NodeJS.ProcessEnv): JobContext {
  const env = environmentSchema.parse(environment);
  const [owner, repository] = env.GITHUB_REPOSITORY.split('/') as [string, string];
  const token = core.getInput('github-token') || null;
  if (token !== null) core.setSecret(token);
  return {
    workspace: env.GITHUB_WORKSPACE,
    state: join(env.GITHUB_WORKSPACE, '.sluice'),
    temp: join(env.RUNNER_TEMP, 'sluice'),
    owner,
    repository,
    workflowRunId: env.GITHUB_RUN_ID,
    attempt: env.GITHUB_RUN_ATTEMPT,
    ref: env.GITHUB_REF,
    branch: env.GITHUB_REF_NAME,
    sha: env.GITHUB_SHA,
    serverUrl: env.GITHUB_SERVER_URL,
    token,
    api:
      token === null
        ? null
        : new GitHubApi({ url: env.GITHUB_API_URL, repository: env.GITHUB_REPOSITORY, token }),
  };
}
