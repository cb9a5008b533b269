import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../testing/ask.ts';
import { createTestWeb } from '../web/create-test-web.ts';
import type { CertificateKind } from '../web/site.ts';
import type { TestWeb } from '../web/test-web.ts';
import { createCertificateAuthority } from './certificate-authority.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await createTestWeb();
});

afterAll(() => web.close());

const REFUSED: readonly [CertificateKind, string][] = [
  ['expired', 'CERT_HAS_EXPIRED'],
  ['not-yet-valid', 'CERT_NOT_YET_VALID'],
  ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['unknown-issuer', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
];

test.each(REFUSED)('a client refuses a certificate that is %s', async (certificate, code) => {
  const host = `${certificate}.test`;
  web.site(host, { '/': 'never read' }, { certificate });
  for (const through of ['tunnel', 'origin'] as const) {
    await expect(ask(web, `https://${host}/`, { through })).rejects.toMatchObject({ code });
  }
  expect(web.requests({ host })).toEqual([]);
});

test.each([
  'plain.test',
  `${'a'.repeat(60)}.long-name.test`,
  'xn--mnchen-3ya.test',
  '192.0.2.9',
  '[2001:db8::9]',
])('the authority vouches for %s', async (host) => {
  web.site(host, { '/': 'trusted' });
  expect((await ask(web, `https://${host}/`, { through: 'tunnel' })).text).toBe('trusted');
});

test('its own certificate is an authority’s', () => {
  const { certificate } = createCertificateAuthority();
  const parsed = new X509Certificate(certificate);
  expect(parsed).toMatchObject({ ca: true, subject: 'CN=Test Web Authority' });
  expect(parsed.verify(parsed.publicKey)).toBe(true);
});

test('two webs do not trust one another', async () => {
  await using other = await createTestWeb();
  other.site('plain.test', { '/': 'x' });
  const mixed: TestWeb = { ...other, caCertificate: web.caCertificate };
  await expect(ask(mixed, 'https://plain.test/', { through: 'origin' })).rejects.toThrow(
    /certificate/,
  );
});
