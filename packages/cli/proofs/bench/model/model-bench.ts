import { StageError, systemClock } from '@sluice/core';
import {
  createModelServer,
  makeTempFolder,
  type ModelLimits,
  type ModelServer,
} from '@sluice/testkit';
import { OpenAI } from 'openai';
import { createCallOwner } from '../../../../enricher/src/model/call-owner.ts';
import { loadTokenCounter } from '../../../../enricher/src/model/count-tokens.ts';
import { connectOpenAiModel } from '../../../../enricher/src/model/openai-model.ts';
import { createPaidCalls } from '../../../../enricher/src/model/paid-calls.ts';
import { openSpendingFile } from '../../../../enricher/src/model/spending-file.ts';

export interface ModelBenchOptions {
  readonly limits: ModelLimits;
  readonly latencyMs: number;
  /** Calls that want to be out at the same time. */
  readonly concurrency: number;
  /** Windows of the limit before anything is counted: the burst of a full bucket is over by then. */
  readonly warmUpWindows: number;
  readonly windows: number;
}

/** What one client made of the limit. */
export interface ClientResult {
  /** Answers in the counted time ÷ answers that the limit allows in it. */
  readonly share: number;
  /** Calls refused for the rate. */
  readonly limited: number;
  /** Calls that were given up. */
  readonly lost: number;
}

export interface ModelBenchResult {
  readonly sluice: ClientResult;
  /** As many calls at once, with the library's own retries. */
  readonly plain: ClientResult;
}

const PROMPT = 'The boatyard has built dinghies, oars and masts for rowing clubs. '.repeat(60);
const MAX_OUTPUT_TOKENS = 200;

/** Lets two clients ask a server with a limit, one after the other, for the same time. */
export async function benchModel(options: ModelBenchOptions): Promise<ModelBenchResult> {
  return {
    sluice: await measure(options, openSluice),
    plain: await measure(options, openPlain),
  };
}

/** Makes a call, and again where the engine would; false when it is given up. */
type Client = AsyncDisposable & { call(signal: AbortSignal): Promise<boolean> };

async function measure(
  options: ModelBenchOptions,
  open: (server: ModelServer) => Promise<Client>,
): Promise<ClientResult> {
  const { limits, latencyMs, concurrency, warmUpWindows, windows } = options;
  await using server = await createModelServer({ limits, latencyMs, keepsCalls: false });
  await using client = await open(server);
  const end = new AbortController();
  let lost = 0;
  const work = async () => {
    while (!end.signal.aborted) {
      const isDone = await client.call(end.signal);
      if (!isDone && !end.signal.aborted) lost += 1;
    }
  };
  const workers = Array.from({ length: concurrency }, () => work());
  await systemClock.sleep(warmUpWindows * limits.windowMs);
  const before = server.tally();
  const startMs = performance.now();
  await systemClock.sleep(windows * limits.windowMs);
  const answered = server.tally().answered - before.answered;
  const elapsedMs = performance.now() - startMs;
  end.abort(new Error('the bench is over'));
  await Promise.all(workers);
  const { limited } = server.tally();
  return { share: answered / (allowedPerMs(limits) * elapsedMs), limited, lost };
}

function allowedPerMs({ requests = Infinity, tokens = Infinity, windowMs }: ModelLimits): number {
  // As the server counts: four characters a token, and the largest answer.
  const tokensPerCall = Math.ceil(PROMPT.length / 4) + MAX_OUTPUT_TOKENS;
  return Math.min(requests, tokens / tokensPerCall) / windowMs;
}

async function openSluice(server: ModelServer): Promise<Client> {
  const folder = await makeTempFolder();
  const owner = createCallOwner({
    rate: { requestsPerMinute: null, tokensPerMinute: null },
    price: null,
    budgetUsd: null,
    spentUsd: 0,
    clock: systemClock,
    stop: new AbortController().signal,
  });
  const spending = openSpendingFile(folder.path);
  const calls = createPaidCalls({
    model: await connectOpenAiModel({ baseUrl: server.url, apiKey: null, timeoutMs: 60_000 }),
    owner: owner.connect(1),
    spending,
    price: null,
    countTokens: await loadTokenCounter(),
    clock: systemClock,
  });
  const schema = { type: 'object', properties: {}, required: [], additionalProperties: false };
  const request = {
    model: 'test-model',
    messages: [{ role: 'user' as const, content: PROMPT }],
    schema,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  };
  return {
    async call(signal) {
      for (;;) {
        try {
          await calls.ask(request, signal);
          return true;
        } catch (error) {
          const isDeferred = error instanceof StageError && error.disposition === 'defer';
          if (!isDeferred || signal.aborted) return false;
        }
      }
    },
    async [Symbol.asyncDispose]() {
      spending.close();
      await folder.remove();
    },
  };
}

async function openPlain(server: ModelServer): Promise<Client> {
  const client = new OpenAI({ baseURL: server.url, apiKey: 'none', logLevel: 'off' });
  return {
    async call(signal) {
      try {
        await client.chat.completions.create(
          {
            model: 'test-model',
            messages: [{ role: 'user', content: PROMPT }],
            max_tokens: MAX_OUTPUT_TOKENS,
          },
          { signal },
        );
        return true;
      } catch (error) {
        if (error instanceof OpenAI.APIError) return false;
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
