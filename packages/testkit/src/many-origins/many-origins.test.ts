import { expect, test } from 'vitest';
import { ask } from '../testing/ask.ts';
import { createTestWeb } from '../web/create-test-web.ts';
import { manyOriginHosts, manyOrigins } from './many-origins.ts';

test('every origin is a whole small site of its own', async () => {
  await using web = await createTestWeb();
  web.addSites(manyOrigins({ hosts: 40 }));
  const hosts = manyOriginHosts(40);
  const homes = await Promise.all(hosts.map((host) => ask(web, `http://${host}/`)));
  expect(new Set(homes.map(({ text }) => text)).size).toBe(40);
  for (const [index, { body, text }] of homes.entries()) {
    expect(body.length).toBeGreaterThan(50_000);
    expect(body.length).toBeLessThan(62_000);
    expect(text).toContain(`mailto:office@${hosts[index]}`);
    expect(text.match(/href="tel:\+120255501\d\d"/g)).toHaveLength(1);
  }
});

test('what a home page links to is there, and what it lacks is not', async () => {
  await using web = await createTestWeb();
  web.addSites(manyOrigins({ hosts: 2 }));
  const home = (await ask(web, 'http://site1.test/')).text;
  for (const path of ['/contact', '/about', '/imprint']) {
    expect(home).toContain(`href="${path}"`);
    expect((await ask(web, `http://site1.test${path}`)).status).toBe(200);
  }
  const [jsonLd = ''] = /(?<=ld\+json">).*?(?=<)/.exec(home) ?? [];
  const { logo } = JSON.parse(jsonLd);
  expect((await ask(web, logo)).headers['content-type']).toBe('image/png');
  expect((await ask(web, 'http://site1.test/robots.txt')).text).toContain('Disallow: /admin/');
  expect((await ask(web, 'http://site1.test/sitemap.xml')).status).toBe(404);
  expect((await ask(web, 'http://site2.test/')).status).toBe(502);
});
