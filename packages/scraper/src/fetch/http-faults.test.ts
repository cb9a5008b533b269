import {
  createTestWeb,
  closeAfter,
  drip,
  dripHeaders,
  dropConnection,
  endless,
  gzipBomb,
  hang,
  hangAfter,
  headerBomb,
  page,
  raw,
  resetAfter,
  truncatedGzip,
  type Handler,
  type TestWeb,
} from '@sluice/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchLimits } from './fetch-limits.ts';
import type { PageFetcher } from './page-fetcher.ts';
import { webFetcher } from './testing/web-fetcher.ts';

const mebibyte = 1024 * 1024;
/** Tight times where a limit on time is what has to be hit; undici's own timers are half a second coarse. */
function limitsFor(code: string): Partial<FetchLimits> {
  const times = { headersTimeoutMs: 300, bodyTimeoutMs: 300, totalTimeoutMs: 3_000 };
  if (code === 'total_timeout') return { maxBytes: mebibyte, ...times, totalTimeoutMs: 400 };
  return code.endsWith('_timeout') ? { maxBytes: mebibyte, ...times } : { maxBytes: mebibyte };
}

describe('createHttpFetcher, under faults', () => {
  let web: TestWeb;
  let fetcher: PageFetcher;
  beforeAll(async () => {
    web = await createTestWeb();
    fetcher = webFetcher(web, { limits: { maxBytes: mebibyte } });
  });
  afterAll(async () => {
    await fetcher.close();
    await web.close();
  });

  function at(host: string, path: string, handler: Handler): string {
    web.site(host, { [path]: handler });
    return web.originUrl(`http://${host}${path}`);
  }

  const faults: Readonly<Record<string, readonly [Handler, code: string, disposition: string]>> = {
    hang: [hang(), 'headers_timeout', 'retry'],
    'hang-in-body': [hangAfter('<p>so far'), 'body_timeout', 'retry'],
    'drip-body': [drip({ intervalMs: 50 }), 'total_timeout', 'retry'],
    'drip-head': [dripHeaders({ intervalMs: 50 }), 'headers_timeout', 'retry'],
    reset: [resetAfter(1_000), 'connection_reset', 'retry'],
    close: [closeAfter(1_000), 'connection_reset', 'retry'],
    'drop-reset': [dropConnection('reset'), 'connection_reset', 'retry'],
    'drop-close': [dropConnection('close'), 'connection_reset', 'retry'],
    huge: [endless(), 'body_too_large', 'fail-record'],
    'huge-declared': [
      endless({ bytes: 100 * mebibyte, declaresLength: true }),
      'body_too_large',
      'fail-record',
    ],
    bomb: [gzipBomb({ bytes: 2 ** 30 }), 'body_too_large', 'fail-record'],
    'double-bomb': [gzipBomb({ bytes: 2 ** 28, layers: 2 }), 'body_too_large', 'fail-record'],
    'many-layers': [
      page('x', { headers: { 'content-encoding': 'gzip, gzip, gzip, gzip' } }),
      'decode_failed',
      'fail-record',
    ],
    'unknown-coding': [
      page('x', { headers: { 'content-encoding': 'rot13' } }),
      'decode_failed',
      'fail-record',
    ],
    'half-gzip': [truncatedGzip('<p>'.repeat(10_000)), 'decode_failed', 'fail-record'],
    headers: [headerBomb(200_000), 'headers_too_large', 'fail-record'],
    garbage: [raw('SSH-2.0-OpenSSH_9.9\r\n'), 'bad_response', 'fail-record'],
    'bad-header': [raw('HTTP/1.1 200 OK\r\nbroken header\r\n\r\n'), 'bad_response', 'fail-record'],
  };

  it.each(Object.entries(faults))('%s', async (name, [handler, code, disposition]) => {
    const impatient = webFetcher(web, { limits: limitsFor(code) });
    const url = at(`${name}.test`, '/', handler);
    const startedAt = performance.now();
    await expect(impatient.fetch(url)).rejects.toMatchObject({ code, disposition });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await impatient.close();
    await web.waitFor(
      (request) => request.url === `http://${name}.test/` && request.outcome !== 'open',
    );
  });

  it('holds no more of a bomb than the limit', async () => {
    const url = at('measured-bomb.test', '/', gzipBomb({ bytes: 2 ** 30 }));
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 3; round += 1) {
      await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'body_too_large' });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * mebibyte);
  });

  it('a host that does not exist', async () => {
    const url = web.originUrl('http://nobody.test/');
    await expect(fetcher.fetch(url)).rejects.toMatchObject({
      code: 'host_not_found',
      disposition: 'fail-record',
    });
  });

  it.each([
    ['EAI_AGAIN', 'dns_failed', 'retry'],
    ['ENOTFOUND', 'host_not_found', 'fail-record'],
  ])('a resolver that answers %s', async (errno, code, disposition) => {
    const resolve = async (): Promise<never> => {
      throw Object.assign(new Error('resolver'), { code: errno });
    };
    const unresolved = webFetcher(web, { resolve });
    const url = web.originUrl('http://nobody.test/');
    await expect(unresolved.fetch(url)).rejects.toMatchObject({ code, disposition });
    await unresolved.close();
  });

  it('a resolver that never answers', async () => {
    const resolve = (): Promise<never> => new Promise(() => undefined);
    const stuck = webFetcher(web, { resolve, limits: { connectTimeoutMs: 200 } });
    const url = web.originUrl('http://nobody.test/');
    await expect(stuck.fetch(url)).rejects.toMatchObject({ code: 'connect_timeout' });
    await stuck.close();
  });

  it('a port that nobody listens on', async () => {
    const closed = await createTestWeb();
    await closed.close();
    const away = webFetcher(closed);
    await expect(away.fetch(`http://127.0.0.1:${closed.originPort}/`)).rejects.toMatchObject({
      code: 'connection_refused',
      disposition: 'retry',
    });
    await away.close();
  });

  it.each(['', 'example.com', 'http://', 'http://[::1/'])('the address `%s`', async (url) => {
    await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'invalid_url' });
  });
});
