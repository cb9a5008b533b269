import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from '../answers/page.ts';
import { status } from '../answers/status.ts';
import { ask } from '../testing/ask.ts';
import { createTestWeb } from '../web/create-test-web.ts';
import type { TestWeb } from '../web/test-web.ts';
import { afterMs } from './after-ms.ts';
import { byMethod } from './by-method.ts';
import { firstTimes, sequence } from './sequence.ts';

let web: TestWeb;

beforeEach(async () => {
  web = await createTestWeb();
});

afterEach(() => web.close());

test('a sequence goes on request by request, per URL, and begins again after a reset', async () => {
  const steps = sequence(status(503), status(429), page('at last'));
  web.site('a.test', { '/x': steps, '/y': steps });
  expect(await statuses('/x', 4)).toEqual([503, 429, 200, 200]);
  expect(await statuses('/y', 1)).toEqual([503]);
  web.reset();
  expect(await statuses('/x', 1)).toEqual([503]);
});

test('a fault may last for the first requests only', async () => {
  web.site('a.test', { '/': firstTimes(2, status(500), page('well again')) });
  expect(await statuses('/', 4)).toEqual([500, 500, 200, 200]);
});

test('latency passes before the answer', async () => {
  web.site('a.test', { '/': afterMs(50, page('late')) });
  const startedAtMs = performance.now();
  expect((await ask(web, 'http://a.test/')).text).toBe('late');
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(49);
});

test('latency ends with the client', async () => {
  web.site('a.test', { '/': afterMs(3_600_000, page('never')) });
  const client = new AbortController();
  const asked = ask(web, 'http://a.test/', { signal: client.signal }).catch(
    (error: unknown) => error,
  );
  await web.waitFor('http://a.test/');
  client.abort();
  expect(await asked).toBeInstanceOf(Error);
  const [request] = await web.waitFor({ outcome: 'aborted' });
  expect(request).toMatchObject({ path: '/', status: null });
});

test('methods have answers of their own', async () => {
  web.site('a.test', { '/': byMethod({ GET: page('got'), HEAD: status(405) }) });
  expect((await ask(web, 'http://a.test/')).text).toBe('got');
  expect((await ask(web, 'http://a.test/', { method: 'HEAD' })).status).toBe(405);
  const posted = await ask(web, 'http://a.test/', { method: 'POST' });
  expect(posted).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

async function statuses(path: string, times: number): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < times; n++) seen.push((await ask(web, `http://a.test${path}`)).status);
  return seen;
}
