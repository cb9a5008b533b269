import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProxyAgent, request } from 'undici';
import { makeTempFolder } from '../make-temp-folder.ts';
import { startTestWebProcess } from './start-test-web-process.ts';

const PAGE_SOURCE = `(exchange) => exchange.response.end('from ' + process.pid)`;

test('a script plays its sites in another process', async () => {
  await using folder = await makeTempFolder();
  const script = join(folder.path, 'script.mjs');
  await writeFile(script, `export default (web) => web.site('a.test', { '/': ${PAGE_SOURCE} });`);
  await using web = await startTestWebProcess({ script });
  expect(await readFile(web.caFile, 'utf8')).toBe(web.caCertificate);
  const client = new ProxyAgent({ uri: web.proxyUrl, requestTls: { ca: web.caCertificate } });
  const answer = await request('https://a.test/', { dispatcher: client });
  expect(await answer.body.text()).toMatch(/^from \d+$/);
  await client.destroy();
  expect(await web.counts()).toMatchObject({ requests: 1, byUrl: { 'https://a.test/': 1 } });
  expect(await web.requests()).toMatchObject([{ host: 'a.test', channel: 'tunnel' }]);
  expect(await web.cpuMs()).toBeGreaterThan(0);
  await web.reset();
  expect(await web.counts()).toMatchObject({ requests: 0 });
});

test('many origins are played without a script', async () => {
  await using web = await startTestWebProcess({ manyOrigins: { hosts: 3 }, keepsRequests: false });
  const client = new ProxyAgent({ uri: web.proxyUrl, proxyTunnel: false });
  const answer = await request('http://site2.test/contact', { dispatcher: client });
  expect(await answer.body.text()).toContain('office@site2.test');
  await client.destroy();
  expect(await web.requests()).toEqual([]);
  expect((await web.counts()).byHost).toHaveProperty(['site2.test', 'requests'], 1);
});

test('a script that fails says why, and what is closed answers nothing', async () => {
  await using folder = await makeTempFolder();
  const script = join(folder.path, 'script.mjs');
  await writeFile(script, `export default () => { throw new Error('no such site'); };`);
  await expect(startTestWebProcess({ script })).rejects.toThrow(
    /did not start: Error: no such site/,
  );
  const web = await startTestWebProcess({});
  const { proxyUrl, caFile } = web;
  await web.close();
  await expect(fetch(proxyUrl)).rejects.toThrow('fetch failed');
  await expect(readFile(caFile)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(web.counts()).rejects.toMatchObject({ code: 'ERR_IPC_CHANNEL_CLOSED' });
});
