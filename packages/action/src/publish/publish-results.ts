import * as core from '@actions/core';
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { JobContext } from '../job-context.ts';
import { openGit, type Git } from './git.ts';
import { openPullRequest } from './open-pull-request.ts';

export interface Results {
  /** Of the dataset. */
  readonly name: string;
  readonly recipe: string;
  readonly isComplete: boolean;
  /** The pull request's text. */
  readonly body: string;
  /** The report, absolute, in the workspace. */
  readonly report: string;
  /** The folder of results to commit; null for the report only. */
  readonly data: string | null;
}

/** What git hosts a file of, comfortably, in bytes; larger ones stay in the artifact. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_TOTAL_BYTES = 50 * 1024 * 1024;

/**
 * Commits report and results to the one branch that a dataset and recipe have, and opens its pull request
 * or updates it in place.
 *
 * @returns where it is, in Markdown
 * @throws Error when the branch cannot be pushed
 */
export async function publishResults(context: JobContext, results: Results): Promise<string> {
  const { workspace, token, serverUrl, owner, repository, branch: base } = context;
  if (token === null) throw new Error('publishing needs the input github-token');
  const remote = `${serverUrl}/${owner}/${repository}`;
  const git = openGit(workspace, `${serverUrl}/`, token);
  const branch = branchOf(results);
  const files = [
    relative(workspace, dirname(results.report)),
    ...(await takeData(workspace, results)),
  ];
  const hasCommit = await commit(git, files, titleOf(results));
  if (!hasCommit)
    return 'Nothing differs from what the repository has, so there is no pull request.';
  await git('push', '--force', remote, `HEAD:refs/heads/${branch}`);
  const compare = `${remote}/compare/${encodeURI(base)}...${encodeURI(branch)}?expand=1`;
  const opened = await openPullRequest(context, {
    branch,
    base,
    title: titleOf(results),
    body: results.body,
  });
  if (opened.url !== null) {
    core.info(`pull request: ${opened.url}`);
    return `[Pull request](${opened.url})`;
  }
  core.warning(
    `no pull request was opened (${opened.problem}); the branch is there, to open one: ${compare}`,
  );
  return `No pull request could be opened; [compare the branch](${compare}) to open one.`;
}

function branchOf({ name, recipe }: Results): string {
  // Git knows names that are none, such as `a..b` or `x.lock`.
  const safe = `${name}-${recipe}`
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/(\.lock)?\.?$/, '');
  return `sluice/${safe}`;
}

function titleOf({ name, recipe, isComplete }: Results): string {
  return `Sluice: ${name} (${recipe})${isComplete ? '' : ', incomplete'}`;
}

/** Returns the paths to commit, relative to the workspace. */
async function takeData(workspace: string, { name, recipe, data }: Results): Promise<string[]> {
  if (data === null) return [];
  const target = join('data', 'published', `${name}-${recipe}`);
  await rm(join(workspace, target), { recursive: true, force: true });
  await mkdir(join(workspace, target), { recursive: true });
  let total = 0;
  for (const file of (await readdir(data)).filter((found) => /\.(csv|parquet)$/.test(found))) {
    const { size } = await stat(join(data, file));
    if (size > MAX_FILE_BYTES || total + size > MAX_TOTAL_BYTES) {
      core.info(`${file} has ${size} bytes, too many for the repository: it is in the artifact`);
      continue;
    }
    total += size;
    await cp(join(data, file), join(workspace, target, file));
  }
  return [target];
}

/** One commit on top of what was checked out; false when that has it all. */
async function commit(git: Git, paths: readonly string[], title: string): Promise<boolean> {
  await git('checkout', '--quiet', '--detach');
  // Forced, because a repository may well ignore its `reports` or `data`.
  await git('add', '--force', '--', ...paths);
  if ((await git('status', '--porcelain', '--untracked-files=no')) === '') return false;
  await git('commit', '--quiet', '--no-verify', '-m', title);
  return true;
}
