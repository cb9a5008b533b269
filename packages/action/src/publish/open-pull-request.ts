import { z } from 'zod';
import { ApiError } from '../github-api.ts';
import type { JobContext } from '../job-context.ts';

export interface WantedPullRequest {
  /** Of this repository. */
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** Where the pull request is, or why there is none. */
export type OpenedPullRequest =
  | { readonly url: string; readonly problem: null }
  | { readonly url: null; readonly problem: string };

const pullSchema = z.object({ number: z.number(), html_url: z.string() });

/** Opens the pull request of a branch, or updates the one that is open. */
export async function openPullRequest(
  { api, owner }: JobContext,
  { branch, base, title, body }: WantedPullRequest,
): Promise<OpenedPullRequest> {
  if (api === null) return { url: null, problem: 'there is no token' };
  try {
    const query = new URLSearchParams({ head: `${owner}:${branch}`, state: 'open', base });
    const [open] = await api.request('GET', `/pulls?${query.toString()}`, z.array(pullSchema));
    const { html_url: url } =
      open === undefined
        ? await api.request('POST', '/pulls', pullSchema, { head: branch, base, title, body })
        : await api.request('PATCH', `/pulls/${open.number}`, pullSchema, { title, body });
    return { url, problem: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { url: null, problem: error.message };
  }
}
