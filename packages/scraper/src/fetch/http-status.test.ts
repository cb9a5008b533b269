import { createTestWeb, status, type Handler, type TestWeb } from '@sluice/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageFetcher } from './page-fetcher.ts';
import { webFetcher } from './testing/web-fetcher.ts';

describe('createHttpFetcher, by status', () => {
  let web: TestWeb;
  let fetcher: PageFetcher;
  beforeAll(async () => {
    web = await createTestWeb();
    fetcher = webFetcher(web);
  });
  afterAll(async () => {
    await fetcher.close();
    await web.close();
  });

  function at(host: string, path: string, handler: Handler): string {
    web.site(host, { [path]: handler });
    return web.originUrl(`http://${host}${path}`);
  }

  it.each([
    [404, {}, 'fail-record', null],
    [403, {}, 'fail-record', null],
    [410, { retryAfter: 5 }, 'fail-record', null],
    [408, {}, 'retry', null],
    [429, {}, 'retry', 5_000],
    [429, { retryAfter: 7 }, 'defer', 7_000],
    [429, { retryAfter: 0 }, 'defer', 1_000],
    [429, { retryAfter: -5 }, 'retry', 5_000],
    [429, { retryAfter: 'soon' }, 'retry', 5_000],
    [429, { retryAfter: 1e12 }, 'defer', 3_600_000],
    [500, { retryAfter: 5 }, 'retry', null],
    [502, {}, 'retry', null],
    [503, {}, 'retry', null],
    [503, { retryAfter: 120 }, 'defer', 120_000],
    [503, { retryAfter: -1 }, 'retry', null],
    [999, {}, 'fail-record', null],
  ] as const)('%i with %o', async (code, options, disposition, retryAfterMs) => {
    const url = at('status.test', `/${code}-${JSON.stringify(options)}`, status(code, options));
    await expect(fetcher.fetch(url)).rejects.toMatchObject({
      name: 'StageError',
      code: `http_${code}`,
      disposition,
      retryAfterMs,
    });
  });

  it('reads the date form of Retry-After against its own clock', async () => {
    const now = Date.UTC(2026, 0, 1);
    const url = at('date.test', '/', status(503, { retryAfter: new Date(now + 90_000) }));
    const dated = webFetcher(web, { now: () => now });
    await expect(dated.fetch(url)).rejects.toMatchObject({ retryAfterMs: 90_000 });
    await dated.close();
  });

  it.each([[status(301)], [status(302, { headers: { location: '' } })]])(
    'fails a redirect that leads nowhere',
    async (handler) => {
      const url = at('nowhere.test', `/${Math.random()}`, handler);
      await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'bad_redirect' });
    },
  );

  it('does not wait for the body of an error', async () => {
    const slow = at('slow-error.test', '/', ({ response }) => {
      response.writeHead(404, { 'content-type': 'text/html' }).write('half of it');
    });
    const impatient = webFetcher(web, { limits: { totalTimeoutMs: 1_000 } });
    await expect(impatient.fetch(slow)).rejects.toMatchObject({ code: 'http_404' });
    await impatient.close();
  });
});
