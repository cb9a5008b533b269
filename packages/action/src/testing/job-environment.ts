import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeTempFolder,
  runtimeToken,
  startActionsServices,
  type ActionsServices,
} from '@sluice/testkit';
import { vi } from 'vitest';
import { GitHubApi } from '../github-api.ts';
import type { JobContext } from '../job-context.ts';

/** This process as a job's, as far as the official clients can tell. */
export interface JobEnvironment extends AsyncDisposable {
  readonly services: ActionsServices;
  readonly context: JobContext;
  /** What was written for the runner, which must not reach the one that runs the tests. */
  output(): string;
}

/** Lets this process be a job until the end of the test; `vi.unstubAllEnvs` has to follow. */
export async function makeJobEnvironment({
  attempt = 1,
  branch = 'main',
} = {}): Promise<JobEnvironment> {
  const services = await startActionsServices();
  const folder = await makeTempFolder('sluice-job-');
  const [workspace, temp] = [join(folder.path, 'work'), join(folder.path, 'temp')];
  await mkdir(workspace);
  await mkdir(temp);
  const ref = `refs/heads/${branch}`;
  const variables = {
    GITHUB_WORKSPACE: workspace,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: services.apiUrl,
    RUNNER_TEMP: temp,
    ACTIONS_RESULTS_URL: services.resultsUrl,
    ACTIONS_CACHE_SERVICE_V2: 'true',
    ACTIONS_RUNTIME_TOKEN: runtimeToken({ workflowRunId: 7, jobId: 'job', ref }),
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  // The clients take paths as relative to where the runner starts an action: the workspace.
  const before = process.cwd();
  process.chdir(workspace);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const { repository, apiUrl: url } = services;
  const api = new GitHubApi({ url, repository, token: 'token' });
  return {
    services,
    context: {
      workspace,
      state: join(workspace, '.sluice'),
      temp,
      owner: 'octo',
      repository: 'data',
      workflowRunId: 7,
      attempt,
      ref,
      branch,
      sha: '0'.repeat(40),
      serverUrl: 'https://github.com',
      token: 'token',
      api,
    },
    output: () => write.mock.calls.map(([text]) => String(text)).join(''),
    async [Symbol.asyncDispose]() {
      write.mockRestore();
      process.chdir(before);
      await services[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}
