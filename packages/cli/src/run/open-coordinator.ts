import { shardFolders, systemClock, type Coordinator } from '@sluice/core';
import type { OpenRun } from './shard-runs.ts';

/** Opens what the recipe's shards share in this command; null where they share nothing. */
export async function openCoordinator(
  { recipe, recipeOptions, folder, manifest }: OpenRun,
  shards: readonly number[],
  stop: AbortSignal,
): Promise<Coordinator | null> {
  const rows = shards.reduce((sum, shard) => sum + (manifest.shards.rows[shard - 1] ?? 0), 0);
  const environment = {
    shardFolders: shardFolders(folder, manifest),
    shards,
    share: manifest.dataset.rows === 0 ? 1 : rows / manifest.dataset.rows,
    clock: systemClock,
    stop,
  };
  return (await recipe.coordinate?.(recipeOptions, environment)) ?? null;
}
