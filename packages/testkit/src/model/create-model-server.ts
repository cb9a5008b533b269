import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type {
  ModelAnswer,
  ModelCall,
  ModelMessage,
  ModelScript,
  ModelUsage,
} from './model-call.ts';
import { LimitKeeper, type ModelLimits } from './model-limits.ts';

export interface ModelServerOptions {
  /** Names that `/v1/models` lists; a call for another one is a 404. Default `test-model`. */
  readonly models?: readonly string[];
  /** Before every answer, in milliseconds. */
  readonly latencyMs?: number;
  readonly limits?: ModelLimits;
  /** What becomes of a call; without one every answer is `{}`. */
  readonly script?: ModelScript;
  /** The only key that is accepted; default any, also none. */
  readonly apiKey?: string;
  /** Keep every call for `calls()`. Default true; turn off to serve many. */
  readonly keepsCalls?: boolean;
}

/** What a model server has done since its start or the last `reset()`. */
export interface ModelTally {
  readonly received: number;
  /** Calls that got a whole answer with a text: what a provider charges for. */
  readonly answered: number;
  /** Calls refused for the rate limit. */
  readonly limited: number;
  /** Of the answered calls. */
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** An OpenAI-compatible model API on loopback: `/v1/chat/completions` and `/v1/models`. */
export interface ModelServer extends AsyncDisposable {
  /** What a client takes as base URL; it ends in `/v1`. */
  readonly url: string;
  readonly port: number;
  tally(): ModelTally;
  /** Of each limit that it has. */
  limitUse(): ReturnType<LimitKeeper['use']>;
  /** In order of arrival. */
  calls(): readonly ModelCall[];
  /** Resolves once so many calls have arrived. */
  received(count: number): Promise<void>;
  /** Another script from the next call on. */
  play(script: ModelScript): void;
  reset(): void;
  close(): Promise<void>;
}

const EMPTY = { received: 0, answered: 0, limited: 0, promptTokens: 0, completionTokens: 0 };

/** Starts a model server on a free loopback port; `close()` it, or hold it with `await using`. */
export async function createModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const desk = new ModelDesk(options);
  const server = createServer((request, response) => {
    // Whoever asked may be gone before it is answered, or its words may make no sense.
    desk.serve(request, response).catch(() => request.socket.destroy());
  });
  const port = await listenOnLoopback(server);
  async function close(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    tally: () => ({ ...desk.tally }),
    limitUse: () => desk.limitUse(),
    calls: () => desk.calls,
    received: (count) => desk.received(count),
    play: (script) => {
      desk.script = script;
    },
    reset: () => desk.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

class ModelDesk {
  readonly #options: ModelServerOptions;
  readonly #keeper: LimitKeeper | null;
  readonly #models: readonly string[];
  readonly #waiting = new Set<() => void>();
  script: ModelScript;
  tally: { -readonly [Name in keyof ModelTally]: number } = { ...EMPTY };
  calls: ModelCall[] = [];

  constructor(options: ModelServerOptions) {
    this.#options = options;
    this.#keeper = options.limits === undefined ? null : new LimitKeeper(options.limits);
    this.#models = options.models ?? ['test-model'];
    this.script = options.script ?? (() => ({ kind: 'answer', content: '{}' }));
  }

  reset(): void {
    this.tally = { ...EMPTY };
    this.calls = [];
  }

  limitUse(): ReturnType<LimitKeeper['use']> {
    return this.#keeper?.use() ?? {};
  }

  async received(count: number): Promise<void> {
    while (this.tally.received < count) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const authorization = request.headers.authorization ?? null;
    const { apiKey } = this.#options;
    if (apiKey !== undefined && authorization !== `Bearer ${apiKey}`) {
      return sendError(response, {
        ...REFUSED,
        code: 'invalid_api_key',
        message: 'Incorrect API key provided.',
      });
    }
    if (request.method === 'GET' && request.url === '/v1/models') return this.#list(response);
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      return sendError(response, { ...MISSING, message: `no ${request.url}` });
    }
    await this.#answer(this.#receive(await json(request), authorization), response);
  }

  #list(response: ServerResponse): void {
    send(response, 200, {
      object: 'list',
      data: this.#models.map((id) => ({ id, object: 'model' })),
    });
  }

  #receive(body: unknown, authorization: string | null): ModelCall {
    const asked = body as {
      model: string;
      messages: ModelMessage[];
      max_tokens?: number;
      max_completion_tokens?: number;
      response_format?: { json_schema?: { schema?: unknown } };
    };
    const maxTokens = asked.max_completion_tokens ?? asked.max_tokens ?? null;
    this.tally.received += 1;
    const call: ModelCall = {
      number: this.tally.received,
      model: asked.model,
      messages: asked.messages,
      schema: asked.response_format?.json_schema?.schema ?? null,
      maxTokens,
      authorization,
      tokens: promptTokens(asked.messages) + (maxTokens ?? 0),
    };
    if (this.#options.keepsCalls !== false) this.calls.push(call);
    for (const tell of this.#waiting) tell();
    this.#waiting.clear();
    return call;
  }

  async #answer(call: ModelCall, response: ServerResponse): Promise<void> {
    if (!this.#models.includes(call.model)) {
      const message = `The model \`${call.model}\` does not exist`;
      return sendError(response, { ...MISSING, code: 'model_not_found', message });
    }
    const refusal = this.#keeper?.admit(call) ?? null;
    if (refusal !== null) {
      this.tally.limited += 1;
      return sendError(response, refusal, this.#keeper?.headers());
    }
    const { latencyMs = 0 } = this.#options;
    const [answer] = await Promise.all([this.script(call), latencyMs > 0 && delay(latencyMs)]);
    switch (answer.kind) {
      case 'answer':
        return this.#complete(call, answer, response);
      case 'error':
        return sendError(response, answer, this.#keeper?.headers());
      case 'broken':
        return breakOff(response, answer.how);
      case 'hang':
        return;
      default:
        answer satisfies never;
    }
  }

  #complete(
    call: ModelCall,
    answer: Extract<ModelAnswer, { kind: 'answer' }>,
    response: ServerResponse,
  ): void {
    const usage = answer.usage ?? usageOf(call, answer.content ?? '');
    // What a provider has worked out it charges for, whether or not anybody is there to take it.
    this.tally.answered += 1;
    this.tally.promptTokens += usage.promptTokens;
    this.tally.completionTokens += usage.completionTokens;
    send(response, 200, completion(call, answer, usage), this.#keeper?.headers());
  }
}

const REFUSED = { kind: 'error', status: 401, type: 'invalid_request_error' } as const;
const MISSING = { kind: 'error', status: 404, type: 'invalid_request_error' } as const;

/** Four characters a token, which is near enough for limits. */
const CHARACTERS_A_TOKEN = 4;

function promptTokens(messages: readonly ModelMessage[]): number {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}

function usageOf(call: ModelCall, content: string): ModelUsage {
  const completionTokens = Math.ceil(content.length / CHARACTERS_A_TOKEN);
  return { promptTokens: promptTokens(call.messages), cachedTokens: 0, completionTokens };
}

function completion(
  call: ModelCall,
  { content, refusal, finishReason = 'stop' }: Extract<ModelAnswer, { kind: 'answer' }>,
  { promptTokens: prompt, cachedTokens, completionTokens }: ModelUsage,
): object {
  const message = { role: 'assistant', content, refusal: refusal ?? null };
  return {
    id: `chatcmpl-${call.number}`,
    object: 'chat.completion',
    created: 0,
    model: call.model,
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completionTokens,
      total_tokens: prompt + completionTokens,
      prompt_tokens_details: { cached_tokens: cachedTokens },
    },
  };
}

function sendError(
  response: ServerResponse,
  answer: Extract<ModelAnswer, { kind: 'error' }>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const { status, code = null, type = 'server_error', message = 'the script says so' } = answer;
  const error = { message, type, param: null, code };
  send(response, status, { error }, { ...headers, ...answer.headers });
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function breakOff(response: ServerResponse, how: 'reset' | 'close' | 'stall'): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 });
  response.write('{"id":"chatcmpl-0","choices":[{"message":{"content":"', () => {
    if (how === 'reset') response.socket?.resetAndDestroy();
    else if (how === 'close') response.socket?.end();
  });
}
