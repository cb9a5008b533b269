import type { Clock, CoordinatorLine } from '@sluice/core';
import { quoteServer } from './classify-model-error.ts';
import { loadTokenCounter, type CountTokens } from './count-tokens.ts';
import type { ModelPrice } from './model-prices.ts';
import type { ModelRequest } from './model-request.ts';
import { connectOpenAiModel, openAiBaseUrl } from './openai-model.ts';
import { createPaidCalls, type PaidCalls } from './paid-calls.ts';
import { openSpendingFile } from './spending-file.ts';

export interface ModelServerAddress {
  /** OpenAI's unless said otherwise. */
  readonly baseUrl: string | undefined;
  /** Null for a server that asks for none. */
  readonly apiKey: string | null;
}

export interface ModelServiceOptions extends ModelServerAddress {
  /** The shard's folder, where it notes what it spends. */
  readonly folder: string;
  readonly owner: CoordinatorLine;
  readonly price: ModelPrice | null;
  readonly clock: Clock;
}

/** A shard's way to a language model. */
export interface ModelService extends PaidCalls {
  tokenCounter(): Promise<CountTokens>;
  /** Makes durable what was spent so far. */
  sync(): Promise<void>;
  close(): void;
}

/** Longest wait for one answer, in milliseconds. */
const CALL_TIMEOUT_MS = 3 * 60_000;
/** The same for the check of a server. */
const CHECK_TIMEOUT_MS = 20_000;

/** Opens the way; what it takes is loaded with the first question, for a run may find all answers kept. */
export function openModelService(options: ModelServiceOptions): ModelService {
  const { folder, owner, price, clock } = options;
  const spending = openSpendingFile(folder);
  let calls: Promise<PaidCalls> | undefined;
  let counter: Promise<CountTokens> | undefined;
  const tokenCounter = () => (counter ??= loadTokenCounter());
  const open = async () => {
    const [model, countTokens] = await Promise.all([
      connect(options, CALL_TIMEOUT_MS),
      tokenCounter(),
    ]);
    return createPaidCalls({ model, owner, spending, price, countTokens, clock });
  };
  return {
    ask: async (request, signal) => (await (calls ??= open())).ask(request, signal),
    tokenCounter,
    sync: () => spending.sync(),
    close: () => spending.close(),
  };
}

/**
 * Makes one small call, to see whether a server takes the key and knows the model.
 *
 * @returns null when it does, else what it says
 */
export async function checkModelServer(
  model: string,
  address: ModelServerAddress,
): Promise<string | null> {
  const server = await connect(address, CHECK_TIMEOUT_MS);
  const completion = await server.complete({ ...CHECK, model }, new AbortController().signal);
  if (completion.kind === 'completed') return null;
  const { status, message } = completion.failure;
  const said = quoteServer(message);
  return status === null ? said : `status ${status}: ${said}`;
}

const CHECK: Omit<ModelRequest, 'model'> = {
  messages: [{ role: 'user', content: 'Fill in `answer` with "ok".' }],
  schema: {
    type: 'object',
    properties: { answer: { type: 'string' } },
    required: ['answer'],
    additionalProperties: false,
  },
  maxOutputTokens: 64,
};

function connect({ baseUrl, apiKey }: ModelServerAddress, timeoutMs: number) {
  return connectOpenAiModel({ baseUrl: baseUrl ?? openAiBaseUrl, apiKey, timeoutMs });
}
