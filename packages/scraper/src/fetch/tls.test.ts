import { createTestWeb, redirect, type TestWeb } from '@sluice/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageFetcher } from './page-fetcher.ts';
import { createHttpFetcher } from './http-fetcher.ts';
import { webFetcher } from './testing/web-fetcher.ts';

const kinds = [
  ['expired', 'tls_expired'],
  ['not-yet-valid', 'tls_expired'],
  ['wrong-name', 'tls_wrong_name'],
  ['self-signed', 'tls_self_signed'],
  ['unknown-issuer', 'tls_untrusted'],
] as const;

describe('https', () => {
  let web: TestWeb;
  let direct: PageFetcher;
  let proxied: PageFetcher;
  beforeAll(async () => {
    web = await createTestWeb();
    direct = webFetcher(web, { extraCa: web.caCertificate });
    proxied = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
    for (const [certificate] of kinds)
      web.site(`${certificate}.test`, { '/': 'x' }, { certificate });
    web.site('good.test', { '/': 'good' });
    web.site('mixed.test', { '/': redirect('http://plain.test/') });
    web.site('plain.test', { '/': 'plain' });
  });
  afterAll(async () => {
    await Promise.all([direct.close(), proxied.close()]);
    await web.close();
  });

  it('trusts the extra authority, checks the name, and asks for it', async () => {
    const url = web.originUrl('https://good.test/');
    const answer = await direct.fetch(url);
    expect(Buffer.from(answer.body).toString()).toContain('good');
    expect(web.requests('https://good.test/')[0]?.headers.host).toBe(`good.test:${web.originPort}`);
  });

  it('does not trust it without being told', async () => {
    const stranger = webFetcher(web);
    await expect(stranger.fetch(web.originUrl('https://good.test/'))).rejects.toMatchObject({
      code: 'tls_untrusted',
    });
    await stranger.close();
  });

  it.each(kinds)('tells a certificate that is %s: %s', async (kind, code) => {
    const expected = { code, disposition: 'fail-record' };
    await expect(direct.fetch(web.originUrl(`https://${kind}.test/`))).rejects.toMatchObject(
      expected,
    );
    await expect(proxied.fetch(`https://${kind}.test/`)).rejects.toMatchObject(expected);
  });

  it('tells that a server speaks no TLS', async () => {
    // The proxy's port takes plain HTTP only.
    const port = Number(new URL(web.proxyUrl).port);
    const policy = { exempt: { address: '127.0.0.1', port } };
    const fetcher = createHttpFetcher({ policy });
    await expect(fetcher.fetch(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'tls_failed',
    });
    await fetcher.close();
  });

  it('follows a redirect down to http and says so', async () => {
    const answer = await proxied.fetch('https://mixed.test/');
    expect(answer).toMatchObject({ finalUrl: 'http://plain.test/', isDowngraded: true });
  });
});
