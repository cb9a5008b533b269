import { StageError, systemClock, type StopReason } from '@sluice/core';
import { createModelServer, makeTempFolder, type ModelServerOptions } from '@sluice/testkit';
import { expect, test } from 'vitest';
import { createCallOwner } from './call-owner.ts';
import { readAnswerText, usageOf } from './model-answer.ts';
import type { ModelPrice } from './model-prices.ts';
import type { ModelRequest } from './model-request.ts';
import { connectOpenAiModel } from './openai-model.ts';
import { createPaidCalls } from './paid-calls.ts';
import { openSpendingFile, readSpentUsd } from './spending-file.ts';

const request: ModelRequest = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'What is it?' }],
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  maxOutputTokens: 100,
};
/** A dollar a thousand tokens. */
const price: ModelPrice = { input: 1_000, output: 1_000 };
const usage = { promptTokens: 50, cachedTokens: 0, completionTokens: 50 };
const never = new AbortController().signal;

interface DeskOptions extends ModelServerOptions {
  readonly budgetUsd?: number;
  readonly timeoutMs?: number;
  readonly patienceMs?: number;
}

/** A server, an owner of money and rate, and a way to call. */
async function openDesk({
  budgetUsd,
  patienceMs,
  timeoutMs = 10_000,
  ...serverOptions
}: DeskOptions = {}) {
  const server = await createModelServer(serverOptions);
  const folder = await makeTempFolder();
  const stop = new AbortController();
  const owner = createCallOwner({
    rate: { requestsPerMinute: null, tokensPerMinute: null },
    price,
    budgetUsd: budgetUsd ?? null,
    spentUsd: 0,
    patienceMs: patienceMs ?? 600_000,
    clock: systemClock,
    stop: stop.signal,
  });
  const line = owner.connect(1);
  const spending = openSpendingFile(folder.path);
  const model = await connectOpenAiModel({ baseUrl: server.url, apiKey: 'k', timeoutMs });
  const calls = createPaidCalls({
    model,
    owner: line,
    spending,
    price,
    countTokens: (text) => text.length,
    clock: systemClock,
  });
  return {
    server,
    line,
    stop: (reason: StopReason) => stop.abort(reason),
    ask: (signal = never) => calls.ask(request, signal),
    progress: () => owner.progress(1_000),
    spentUsd: () => readSpentUsd([folder.path]),
    async [Symbol.asyncDispose]() {
      spending.close();
      await server.close();
      await folder.remove();
    },
  };
}

test('an answer comes with its tokens and its price, and the call says what it must', async () => {
  await using desk = await openDesk({
    script: () => ({ kind: 'answer', content: '{"a":1}', usage }),
  });
  const answer = await desk.ask();
  expect(readAnswerText(answer.body)).toEqual({ kind: 'text', text: '{"a":1}' });
  expect(answer).toMatchObject({
    model: 'test-model',
    usage: { inputTokens: 50, cachedTokens: 0, outputTokens: 50 },
    costUsd: 0.1,
  });
  const [call] = desk.server.calls();
  expect(call).toMatchObject({ schema: request.schema, maxTokens: 100, authorization: 'Bearer k' });
  expect(desk.spentUsd()).toBeCloseTo(0.1);
  expect(desk.progress()).toBe('1 call, 100 tokens (100/s), $0.1000');
});

test.each([
  [{ kind: 'error', status: 500 }, 'model_failed', 'retry', false],
  [{ kind: 'error', status: 429, message: 'slow' }, 'model_busy', 'retry', false],
  [
    { kind: 'error', status: 429, code: 'rate_limit_exceeded' },
    'model_rate_limited',
    'defer',
    false,
  ],
  [
    { kind: 'error', status: 429, code: 'insufficient_quota' },
    'model_no_credit',
    'stop-run',
    false,
  ],
  [{ kind: 'error', status: 401 }, 'model_not_allowed', 'stop-run', false],
  [{ kind: 'error', status: 403 }, 'model_not_allowed', 'stop-run', false],
  [{ kind: 'broken', how: 'reset' }, 'model_unreachable', 'retry', true],
  [{ kind: 'broken', how: 'close' }, 'model_unreachable', 'retry', true],
  [{ kind: 'broken', how: 'stall' }, 'model_timeout', 'retry', true],
  [{ kind: 'hang' }, 'model_timeout', 'retry', true],
] as const)('%j is `%s`: %s', async (answer, code, disposition, mayBeCharged) => {
  await using desk = await openDesk({ script: () => answer, timeoutMs: 300 });
  await expect(desk.ask()).rejects.toMatchObject({ name: 'StageError', code, disposition });
  // What may have been worked on counts with the most that it can cost.
  expect(desk.spentUsd() > 0.1).toBe(mayBeCharged);
  expect(desk.server.tally()).toMatchObject({ received: 1, answered: 0 });
});

test('a server that is not there costs nothing', async () => {
  await using desk = await openDesk();
  await desk.server.close();
  await expect(desk.ask()).rejects.toMatchObject({ code: 'model_unreachable' });
  expect(desk.spentUsd()).toBe(0);
});

test('after a refused key nobody asks again', async () => {
  await using desk = await openDesk({ script: () => ({ kind: 'error', status: 401 }) });
  const ends = await Promise.allSettled([desk.ask(), desk.ask(), desk.ask()]);
  for (const end of ends) {
    expect(end).toMatchObject({
      reason: { code: 'model_not_allowed', disposition: 'stop-run' },
    });
  }
  await expect(desk.ask()).rejects.toThrow('does not accept the key');
  expect(desk.server.tally().received).toBe(1);
});

test('the budget holds, however many ask at once, and says so', async () => {
  // A call costs ten cents; the worst case of one is some 40.
  await using desk = await openDesk({
    budgetUsd: 1,
    script: () => ({ kind: 'answer', content: '{}', usage }),
  });
  const ends = await Promise.allSettled(Array.from({ length: 30 }, () => desk.ask()));
  const answered = ends.filter(({ status }) => status === 'fulfilled').length;
  expect(answered).toBeGreaterThanOrEqual(6);
  expect(desk.server.tally().answered).toBe(answered);
  expect(desk.spentUsd()).toBeCloseTo(answered * 0.1);
  expect(desk.spentUsd()).toBeLessThanOrEqual(1);
  const refused = ends.find((end) => end.status === 'rejected');
  expect(refused?.reason).toBeInstanceOf(StageError);
  expect(refused?.reason).toMatchObject({ code: 'budget', disposition: 'stop-run' });
  expect(String(refused?.reason)).toMatch(/of \$1\.00 are spent.*raise --budget-usd/);
});

test('a stop lets nobody else ask, and what is out may end', async () => {
  const open = Promise.withResolvers<void>();
  await using desk = await openDesk({
    script: async () => {
      await open.promise;
      return { kind: 'answer', content: '{}', usage };
    },
  });
  const first = desk.ask();
  const second = desk.ask();
  await desk.server.received(1);
  desk.stop({ code: 'interrupted', message: 'by a signal' });
  await expect(second).rejects.toMatchObject({ code: 'interrupted', disposition: 'stop-run' });
  open.resolve();
  expect(await first).toMatchObject({ costUsd: 0.1 });
  expect(desk.server.tally().received).toBe(1);
});

test('whoever gives up waiting takes no turn', async () => {
  const open = Promise.withResolvers<void>();
  await using desk = await openDesk({
    script: async () => {
      await open.promise;
      return { kind: 'answer', content: '{}', usage };
    },
  });
  const first = desk.ask();
  const patience = new AbortController();
  const second = desk.ask(patience.signal);
  await desk.server.received(1);
  patience.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  open.resolve();
  await first;
  await desk.ask();
  expect(desk.server.tally()).toMatchObject({ received: 2, answered: 2 });
});

test('what a dead process has out counts as spent, and its place is free again', async () => {
  await using desk = await openDesk({ budgetUsd: 1, script: () => ({ kind: 'hang' }) });
  const gone = new AbortController();
  const lost = desk.ask(gone.signal);
  await desk.server.received(1);
  desk.line.close();
  desk.server.play(() => ({ kind: 'answer', content: '{}', usage }));
  await desk.ask();
  expect(desk.progress()).toMatch(/\$0\.\d{4} of \$1\.00$/);
  const [, spent] = /\$(0\.\d+) of/.exec(desk.progress() ?? '')!;
  expect(Number(spent)).toBeGreaterThan(0.2);
  gone.abort(new Error('dead'));
  await expect(lost).rejects.toThrow('dead');
});

test('a key of any look that a server repeats goes no further', async () => {
  const apiKey = 'correct-horse-battery';
  await using server = await createModelServer({
    script: () => ({ kind: 'error', status: 403, message: `${apiKey} may not do that` }),
  });
  const model = await connectOpenAiModel({ baseUrl: server.url, apiKey, timeoutMs: 10_000 });
  expect(await model.complete(request, never)).toMatchObject({
    kind: 'failed',
    failure: { message: '*** may not do that' },
  });
});

test('tokens that stand in the total alone are counted', () => {
  const tokens = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 420 };
  expect(usageOf({ usage: tokens })).toEqual({
    inputTokens: 100,
    cachedTokens: 0,
    outputTokens: 320,
  });
});

test('a server that only ever refuses ends the patience, and an answer gives it back', async () => {
  const limited = {
    kind: 'error',
    status: 429,
    code: 'rate_limit_exceeded',
    headers: { 'retry-after-ms': '20' },
  } as const;
  const answers = [limited, { kind: 'answer', content: '{}' } as const];
  await using desk = await openDesk({ patienceMs: 30, script: () => answers.shift() ?? limited });
  await expect(desk.ask()).rejects.toMatchObject({ disposition: 'defer' });
  await desk.ask();
  await expect(desk.ask()).rejects.toMatchObject({ disposition: 'defer' });
  const later = async (): Promise<StageError> => {
    const error = await desk.ask().catch((reason: StageError) => reason);
    return (error as StageError).disposition === 'defer' ? later() : (error as StageError);
  };
  expect(await later()).toMatchObject({ disposition: 'stop-run', code: 'model_rate_limited' });
});
