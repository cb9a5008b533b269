import type { Json, JsonObject } from '@sluice/core';
import type { CallFailure } from './classify-model-error.ts';
import type { ModelRequest } from './model-request.ts';
import { readRetryAfterMs, readStatedLimits, type StatedLimits } from './rate-headers.ts';

export interface OpenAiModelOptions {
  /** Ends in `/v1` or the like. */
  readonly baseUrl: string;
  /** Null for a server that asks for none. */
  readonly apiKey: string | null;
  readonly timeoutMs: number;
}

/** What came of a call. */
export type Completion =
  | { readonly kind: 'completed'; readonly body: Json; readonly limits: StatedLimits }
  | {
      readonly kind: 'failed';
      readonly failure: CallFailure;
      readonly limits: StatedLimits | null;
      /** The server may have worked on it, and charge for it. */
      readonly mayBeCharged: boolean;
    };

/** An OpenAI-compatible server of chat completions. */
export interface OpenAiModel {
  /**
   * Makes one call, without retries of its own.
   *
   * @throws the signal's reason when it is aborted; nothing else that the server or the way to it does
   */
  complete(request: ModelRequest, signal: AbortSignal): Promise<Completion>;
}

export const openAiBaseUrl = 'https://api.openai.com/v1';

/** Connects to a server; the client library is loaded here, since runs without a model need none. */
export async function connectOpenAiModel(options: OpenAiModelOptions): Promise<OpenAiModel> {
  const openai = await import('openai');
  const client = new openai.OpenAI({
    baseURL: options.baseUrl,
    apiKey: options.apiKey ?? 'none',
    timeout: options.timeoutMs,
    // The engine has one retry budget for each record, and the owner of the rate must see every call.
    maxRetries: 0,
    logLevel: 'off',
  });
  const isOpenAi = /(^|\.)(openai\.com|openai\.azure\.com)$/.test(
    new URL(options.baseUrl).hostname,
  );
  return {
    async complete(request, signal) {
      // The library's own limit ends with the headers: a body may drip for ever.
      const limit = AbortSignal.timeout(options.timeoutMs);
      try {
        const { data, response } = await client.chat.completions
          .create(completionBody(request, isOpenAi), { signal: AbortSignal.any([signal, limit]) })
          .withResponse();
        const limits = readStatedLimits(response.headers);
        return { kind: 'completed', body: plainBody(data), limits };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (limit.aborted) return unanswered('timeout', limit.reason as Error);
        return withoutKey(failed(openai, error), options.apiKey);
      }
    },
  };
}

/** A shorter one is a placeholder. */
const MIN_KEY_LENGTH = 6;

/** A server may repeat the key that it was given, and keys look like anything. */
function withoutKey(completion: Completion, key: string | null): Completion {
  if (completion.kind === 'completed' || (key ?? '').length < MIN_KEY_LENGTH) return completion;
  const { failure } = completion;
  return {
    ...completion,
    failure: { ...failure, message: failure.message.replaceAll(key!, '***') },
  };
}

/** OpenAI's newer models take neither `max_tokens` nor a temperature; other servers know these two. */
function completionBody(request: ModelRequest, isOpenAi: boolean) {
  const { model, messages, schema, maxOutputTokens } = request;
  const isReasoning = /^(gpt-[5-9]|o\d)/.test(model);
  return {
    model,
    messages: [...messages],
    response_format: {
      type: 'json_schema' as const,
      json_schema: { name: 'form', strict: true, schema: schema as Record<string, unknown> },
    },
    ...(isOpenAi
      ? {
          max_completion_tokens: maxOutputTokens,
          ...(isReasoning && { reasoning_effort: 'low' as const }),
        }
      : { max_tokens: maxOutputTokens, temperature: 0 }),
  };
}

/** The body as JSON: the library adds a property that is not enumerable, and types of its own. */
function plainBody(data: unknown): Json {
  return JSON.parse(JSON.stringify(data ?? null)) as Json;
}

/** Failures of the way to the server before anything was sent. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function failed(openai: typeof import('openai'), error: unknown): Completion {
  const { APIConnectionTimeoutError, APIError } = openai;
  if (!(error instanceof Error)) throw error;
  if (error instanceof APIConnectionTimeoutError) return unanswered('timeout', error);
  if (error instanceof APIError && typeof error.status === 'number') return refused(error);
  if (error instanceof SyntaxError) return unanswered('unreadable', error);
  if (error instanceof APIError || error instanceof TypeError)
    return unanswered('connection', error);
  throw error;
}

function refused(error: InstanceType<typeof import('openai').APIError>): Completion {
  const headers = error.headers;
  const body = (error.error ?? {}) as JsonObject;
  return {
    kind: 'failed',
    limits: headers === undefined ? null : readStatedLimits(headers),
    mayBeCharged: false,
    failure: {
      kind: 'answered',
      status: error.status as number,
      code: textOf(error.code ?? body['code']),
      type: textOf(error.type ?? body['type']),
      param: textOf(error.param ?? body['param']),
      message: textOf(body['message']) ?? error.message,
      retryAfterMs: headers === undefined ? null : readRetryAfterMs(headers, Date.now()),
      cause: error,
    },
  };
}

function unanswered(kind: CallFailure['kind'], error: Error): Completion {
  const causes = causesOf(error);
  const isUnsent = causes.some(({ code }) => code !== undefined && UNSENT.has(code));
  const message = [...new Set(causes.map((cause) => cause.message.replace(/\.$/, '')))].join(': ');
  return {
    kind: 'failed',
    limits: null,
    mayBeCharged: !isUnsent,
    failure: {
      kind,
      status: null,
      code: null,
      type: null,
      param: null,
      message,
      retryAfterMs: null,
      cause: error,
    },
  };
}

function causesOf(error: Error): NodeJS.ErrnoException[] {
  const { cause } = error;
  return [error, ...(cause instanceof Error ? causesOf(cause) : [])];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
