import * as cache from '@actions/cache';
import * as core from '@actions/core';
import { z } from 'zod';
import type { GitHubApi } from '../github-api.ts';
import { ApiError } from '../github-api.ts';
import { checkpointKey, checkpointPrefix, type ShardName } from './checkpoint-keys.ts';

/** Entries of a shard that stay: the newest, and the one before it should the newest be damaged. */
const KEPT_ENTRIES = 2;
/** Entries that are tried for a valid one. */
const MAX_CANDIDATES = 5;

const listSchema = z.object({
  actions_caches: z.array(
    z.object({
      id: z.number(),
      key: z.string(),
      size_in_bytes: z.number(),
      created_at: z.string(),
    }),
  ),
});
type Entry = z.infer<typeof listSchema>['actions_caches'][number];

export interface CheckpointCacheOptions {
  readonly name: ShardName;
  /** The folder of checkpoints, relative to the workspace: the cache knows an entry by it, too. */
  readonly path: string;
  readonly attempt: number;
  readonly ref: string;
  /** Null where the job has no token: then old entries stay, and only the newest one can be found. */
  readonly api: GitHubApi | null;
}

/** The checkpoints of one shard in the cache of GitHub Actions. */
export class CheckpointCache {
  readonly #options: CheckpointCacheOptions;
  #saves = 0;
  #canDelete: boolean;

  constructor(options: CheckpointCacheOptions) {
    this.#options = options;
    this.#canDelete = options.api !== null;
  }

  /** False once the repository has refused to delete an entry. */
  get canDelete(): boolean {
    return this.#canDelete;
  }

  /** Keys to try, newest first. Without a token the shard's prefix, for which the newest is found. */
  async candidates(): Promise<string[]> {
    const prefix = checkpointPrefix(this.#options.name);
    const entries = await this.#list();
    if (entries === null) return [prefix];
    return entries.slice(0, MAX_CANDIDATES).map(({ key }) => key);
  }

  /**
   * Brings an entry to its path.
   *
   * @returns the key of what was found; null for nothing, and where the service failed
   */
  async restore(key: string): Promise<string | null> {
    const found = await cache.restoreCache([this.#options.path], key, []);
    return found !== undefined && found.startsWith(checkpointPrefix(this.#options.name))
      ? found
      : null;
  }

  /**
   * Saves what lies at the path under a new key, makes sure that it is there, and deletes what it makes
   * superfluous.
   *
   * @returns whether it is there; why not stands in the log
   */
  async save(): Promise<boolean> {
    const { name, path, attempt } = this.#options;
    this.#saves += 1;
    const key = checkpointKey(name, attempt, this.#saves);
    // A failure is swallowed and told by an id of -1; that the id is good does not prove the entry is.
    const id = await cache.saveCache([path], key);
    if (id < 0) return false;
    const found = await cache.restoreCache([path], key, [], { lookupOnly: true });
    if (found !== key) return false;
    await this.#deleteOld(KEPT_ENTRIES);
    return true;
  }

  /** Deletes all entries of the shard: it is done, and its results are elsewhere. */
  async clear(): Promise<void> {
    await this.#deleteOld(0);
  }

  async #deleteOld(kept: number): Promise<void> {
    const { api } = this.#options;
    if (api === null || !this.#canDelete) return;
    for (const { id, key } of ((await this.#list()) ?? []).slice(kept)) {
      try {
        await api.request('DELETE', `/actions/caches/${id}`, z.unknown());
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Gone already: another job of the same shard, or GitHub itself, was faster.
        if (error.status === 404) continue;
        this.#canDelete = false;
        core.info(`superseded checkpoint ${key} stays: ${error.message}`);
        return;
      }
    }
  }

  /** The shard's entries on this branch, newest first; null where they cannot be listed. */
  async #list(): Promise<Entry[] | null> {
    const { api, name, ref } = this.#options;
    if (api === null) return null;
    const query = new URLSearchParams({
      key: checkpointPrefix(name),
      ref,
      sort: 'created_at',
      direction: 'desc',
      per_page: '100',
    });
    try {
      const { actions_caches: entries } = await api.request(
        'GET',
        `/actions/caches?${query.toString()}`,
        listSchema,
      );
      return entries.toSorted((a, b) => b.created_at.localeCompare(a.created_at) || b.id - a.id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      core.info(`checkpoints cannot be listed: ${error.message}`);
      return null;
    }
  }
}
