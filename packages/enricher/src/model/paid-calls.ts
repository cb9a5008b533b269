import {
  killPoint,
  StageError,
  type Clock,
  type CoordinatorLine,
  type Json,
  type StopReason,
} from '@sluice/core';
import type { OwnerRequest, Permit } from './call-owner.ts';
import type { CallEnd } from './call-rate.ts';
import { classifyModelError } from './classify-model-error.ts';
import type { CountTokens } from './count-tokens.ts';
import { usageOf, type ModelAnswer, type ModelUsage } from './model-answer.ts';
import { costOf, type ModelPrice } from './model-prices.ts';
import type { CallSize, ModelRequest } from './model-request.ts';
import type { Completion, OpenAiModel } from './openai-model.ts';
import type { SpendingFile } from './spending-file.ts';

/** Asks a model within what its server and the run's budget allow. */
export interface PaidCalls {
  /**
   * Waits for its turn and makes one call.
   *
   * @throws StageError as `classifyModelError` decides, or `stop-run` when no more calls may be made
   */
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
}

export interface PaidCallsOptions {
  readonly model: OpenAiModel;
  readonly owner: CoordinatorLine;
  readonly spending: SpendingFile;
  /** Null where it is not known. */
  readonly price: ModelPrice | null;
  readonly countTokens: CountTokens;
  readonly clock: Clock;
}

/** Tokens that a server adds to each message, and to all of them. */
const MESSAGE_TOKENS = 8;
const REQUEST_TOKENS = 32;

/** What a request takes at most, as far as tokens can be counted here. */
export function sizeOf(request: ModelRequest, countTokens: CountTokens): CallSize {
  const { messages, schema, maxOutputTokens } = request;
  const words = messages.map(({ content }) => countTokens(content) + MESSAGE_TOKENS);
  const form = countTokens(JSON.stringify(schema));
  const inputTokens = words.reduce((sum, tokens) => sum + tokens, form + REQUEST_TOKENS);
  return { inputTokens, outputTokens: maxOutputTokens };
}

export function createPaidCalls(options: PaidCallsOptions): PaidCalls {
  return { ask: (request, signal) => makeCall(options, request, signal) };
}

async function makeCall(
  options: PaidCallsOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const { model, spending, clock } = options;
  const permit = await begin(options, sizeOf(request, options.countTokens), signal);
  killPoint('call:reserved');
  const { call, reservedUsd } = permit;
  if (signal.aborted) {
    await tell(options, { ...UNSENT, call });
    throw signal.reason;
  }
  const noted = spending.begin(reservedUsd);
  killPoint('call:noted');
  const startedMs = clock.now();
  const settle = async (spentUsd: number, report: Omit<OwnerEnd, 'kind' | 'call' | 'costUsd'>) => {
    spending.end(noted, spentUsd);
    await tell(options, { kind: 'end', call, costUsd: spentUsd, ...report });
  };
  let completion: Completion;
  try {
    completion = await model.complete(request, signal);
  } catch (error) {
    await settle(reservedUsd, { usage: null, end: NOT_ANSWERED, stop: null });
    throw error;
  }
  if (completion.kind === 'failed') {
    const error = classifyModelError(completion.failure);
    await settle(completion.mayBeCharged ? reservedUsd : 0, {
      usage: null,
      end: endOf(completion, error),
      stop: error.disposition === 'stop-run' ? stopOf(error) : null,
    });
    throw error;
  }
  killPoint('call:answered');
  const usage = usageOf(completion.body);
  const costUsd = costOfAnswer(usage, options.price);
  await settle(costUsd ?? reservedUsd, { usage, end: endOf(completion, null), stop: null });
  killPoint('call:settled');
  const elapsedMs = clock.now() - startedMs;
  return { model: request.model, body: completion.body, usage, costUsd, elapsedMs };
}

type OwnerEnd = Extract<OwnerRequest, { kind: 'end' }>;

const NOT_ANSWERED: CallEnd = {
  limits: null,
  isLimited: false,
  isAnswered: false,
  retryAfterMs: null,
};

/** A permit that came too late to be used. */
const UNSENT = { kind: 'end', usage: null, costUsd: 0, end: NOT_ANSWERED, stop: null } as const;

async function begin(
  { owner }: PaidCallsOptions,
  size: CallSize,
  signal: AbortSignal,
): Promise<Extract<Permit, { isGranted: true }>> {
  const request: OwnerRequest = { kind: 'begin', ...size };
  const permit = (await owner.ask({ ...request }, signal)) as unknown as Permit;
  if (permit.isGranted) return permit;
  throw new StageError(permit.stop.code, 'stop-run', permit.stop.message);
}

/** The end of a call is told whatever becomes of the record. */
async function tell({ owner }: PaidCallsOptions, request: OwnerEnd): Promise<void> {
  await owner.ask(request as unknown as Json, new AbortController().signal);
}

function endOf(completion: Completion, error: StageError | null): CallEnd {
  return {
    limits: completion.limits,
    isLimited: error?.code === 'model_rate_limited' || error?.code === 'model_busy',
    isAnswered: completion.kind === 'completed',
    retryAfterMs: error?.retryAfterMs ?? null,
  };
}

function stopOf({ code, message }: StageError): StopReason {
  return { code, message };
}

function costOfAnswer(usage: ModelUsage | null, price: ModelPrice | null): number | null {
  return usage === null || price === null ? null : costOf(usage, price);
}
