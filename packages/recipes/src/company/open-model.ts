import type { Coordinator, RunEnvironment, ShardEnvironment } from '@sluice/core';
import {
  createCallOwner,
  findListed,
  findPrice,
  openModelService,
  readSpentUsd,
  type ModelService,
} from '@sluice/enricher';
import type { CompanyOptions } from './company-options.ts';
import { readKey, requireKey } from './read-key.ts';

/** Opens a shard's way to the language model; null without one. */
export function openModel(
  options: CompanyOptions,
  { folder, clock, coordinator }: ShardEnvironment,
): ModelService | null {
  const { model, modelUrl, modelKeyVariable, modelPrices } = options;
  if (model === undefined || coordinator === null) return null;
  return openModelService({
    baseUrl: modelUrl,
    // A server of one's own may want none.
    apiKey:
      modelUrl === undefined
        ? requireKey(modelKeyVariable, "the model's server")
        : readKey(modelKeyVariable),
    folder,
    owner: coordinator,
    price: findPrice(model, modelPrices),
    clock,
  });
}

/** Opens what all shards share of the model: its money and its rate. */
export async function ownModelCalls(
  options: CompanyOptions,
  { shardFolders, shards, share, clock, stop }: RunEnvironment,
): Promise<Coordinator | null> {
  const { model, modelPrices, budgetUsd, modelRequestsPerMinute, modelTokensPerMinute, maxDefer } =
    options;
  if (model === undefined) return null;
  return createCallOwner({
    rate: {
      requestsPerMinute: modelRequestsPerMinute ?? null,
      tokensPerMinute: modelTokensPerMinute ?? null,
    },
    price: findPrice(model, modelPrices),
    // Shards on other machines cannot be asked what they spend: each gets its part.
    budgetUsd: budgetUsd === undefined ? null : budgetUsd * share,
    spentUsd: readSpentUsd(shards.map((shard) => shardFolders[shard - 1]!)),
    patienceMs: maxDefer,
    clock,
    stop,
  });
}

/** What the report should say of the model: where the money that it counts comes from. */
export function modelRemarks({ model, modelPrices }: CompanyOptions): string[] {
  if (model === undefined) return [];
  const listed = findListed(model);
  if (findPrice(model, modelPrices) === null) {
    return [
      `No price is known for the model ${model}, so the report counts its tokens and no money; \`modelPrices\` in sluice.config.ts gives one.`,
    ];
  }
  if (listed === null || findPrice(model, modelPrices) !== listed.price) return [];
  return [`Costs are at the list price of ${model} of ${listed.asOf} (${listed.source}).`];
}
