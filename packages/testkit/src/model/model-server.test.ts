import { expect, test } from 'vitest';
import { createModelServer, type ModelServer } from './create-model-server.ts';

const prompt = [{ role: 'user', content: 'x'.repeat(400) }];

function ask(server: ModelServer, body: object = {}, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model: 'test-model', messages: prompt, ...body }),
  });
}

test('answers as scripted, and counts what it answered', async () => {
  await using server = await createModelServer({
    script: ({ number }) =>
      number === 1
        ? { kind: 'answer', content: 'yes!' }
        : { kind: 'error', status: 500, code: null, message: 'no' },
  });
  const first = await ask(server, { max_tokens: 7 }, { authorization: 'Bearer k' });
  expect(await first.json()).toMatchObject({
    choices: [{ message: { content: 'yes!' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 100, completion_tokens: 1 },
  });
  const second = await ask(server);
  expect(second.status).toBe(500);
  expect(await second.json()).toMatchObject({ error: { message: 'no' } });
  expect(server.tally()).toEqual({
    received: 2,
    answered: 1,
    limited: 0,
    promptTokens: 100,
    completionTokens: 1,
  });
  expect(server.calls()[0]).toMatchObject({ maxTokens: 7, authorization: 'Bearer k', tokens: 107 });
});

test('takes only its key and its models', async () => {
  await using server = await createModelServer({ apiKey: 'right' });
  const wrong = await ask(server, {}, { authorization: 'Bearer wrong' });
  expect([wrong.status, await wrong.json()]).toMatchObject([
    401,
    { error: { code: 'invalid_api_key' } },
  ]);
  const headers = { authorization: 'Bearer right' };
  const other = await ask(server, { model: 'other' }, headers);
  expect([other.status, await other.json()]).toMatchObject([
    404,
    { error: { code: 'model_not_found' } },
  ]);
  const models = await fetch(`${server.url}/models`, { headers });
  expect(await models.json()).toMatchObject({ data: [{ id: 'test-model' }] });
});

test('refuses what is beyond its limits, says what is left and when to come back', async () => {
  await using server = await createModelServer({
    limits: { requests: 3, tokens: 1_000, windowMs: 3_600_000 },
  });
  const first = await ask(server, { max_tokens: 300 });
  expect(server.limitUse()).toEqual({
    requests: { taken: 1, left: expect.closeTo(2, 1) },
    tokens: { taken: 400, left: expect.closeTo(600, -1) },
  });
  expect(first.headers.get('x-ratelimit-limit-requests')).toBe('3');
  expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('2');
  expect(first.headers.get('x-ratelimit-reset-requests')).toMatch(/^(19m59(\.\d+)?|20m0)s$/);
  expect(first.headers.get('x-ratelimit-remaining-tokens')).toBe('600');
  const large = await ask(server, { max_tokens: 600 });
  expect([large.status, await large.json()]).toMatchObject([
    429,
    { error: { code: 'rate_limit_exceeded' } },
  ]);
  expect(Number(large.headers.get('retry-after-ms'))).toBeGreaterThan(300_000);
  expect(server.tally()).toMatchObject({ answered: 1, limited: 1 });
});

test('hangs and breaks off', async () => {
  await using server = await createModelServer({
    script: ({ number }) =>
      number === 1 ? { kind: 'hang' } : { kind: 'broken', how: number === 2 ? 'reset' : 'close' },
  });
  const hanging = new AbortController();
  const never = fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'test-model', messages: prompt }),
    signal: hanging.signal,
  });
  await server.received(1);
  hanging.abort();
  await expect(never).rejects.toThrow('aborted');
  for (const _ of ['reset', 'close']) {
    await expect(ask(server).then((answer) => answer.text())).rejects.toThrow('terminated');
  }
  expect(server.tally()).toMatchObject({ received: 3, answered: 0 });
});
