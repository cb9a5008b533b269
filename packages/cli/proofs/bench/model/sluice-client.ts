import { StageError, systemClock } from '@sluice/core';
import { makeTempFolder } from '@sluice/testkit';
import { createCallOwner } from '../../../../enricher/src/model/call-owner.ts';
import { loadTokenCounter } from '../../../../enricher/src/model/count-tokens.ts';
import { connectOpenAiModel } from '../../../../enricher/src/model/openai-model.ts';
import { createPaidCalls } from '../../../../enricher/src/model/paid-calls.ts';
import { openSpendingFile } from '../../../../enricher/src/model/spending-file.ts';
import type { BenchClient } from './bench-client.ts';
import { maxOutputTokens, prompt } from './prompt.ts';

/** Sluice's way to a model, without pages and ledger: what is deferred is asked again, as the engine would. */
export async function openSluiceClient(url: string, concurrency: number): Promise<BenchClient> {
  const folder = await makeTempFolder();
  const owner = createCallOwner({
    rate: { requestsPerMinute: null, tokensPerMinute: null },
    price: null,
    budgetUsd: null,
    spentUsd: 0,
    patienceMs: Infinity,
    clock: systemClock,
    stop: new AbortController().signal,
  });
  const spending = openSpendingFile(folder.path);
  const calls = createPaidCalls({
    model: await connectOpenAiModel({ baseUrl: url, apiKey: null, timeoutMs: 60_000 }),
    owner: owner.connect(1),
    spending,
    price: null,
    countTokens: await loadTokenCounter(),
    clock: systemClock,
  });
  const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
  const request = {
    model: 'test-model',
    messages: [{ role: 'user' as const, content: prompt }],
    schema,
    maxOutputTokens,
  };
  let lost = 0;
  const work = async (end: AbortSignal): Promise<void> => {
    while (!end.aborted) {
      try {
        await calls.ask(request, end);
      } catch (error) {
        const isDeferred = error instanceof StageError && error.disposition === 'defer';
        if (!isDeferred && !end.aborted) lost += 1;
      }
    }
  };
  return {
    async run(end) {
      await Promise.all(Array.from({ length: concurrency }, () => work(end)));
      return { lost };
    },
    async [Symbol.asyncDispose]() {
      spending.close();
      await folder.remove();
    },
  };
}
