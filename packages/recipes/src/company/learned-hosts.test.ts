import {
  silentLog,
  systemClock,
  type Json,
  type StageContext,
  type StageResult,
} from '@sluice/core';
import { createTestWeb, makeTempFolder, page } from '@sluice/testkit';
import { expect, test } from 'vitest';
import { companyOptionsSchema } from './company-options.ts';
import { crawlStage } from './crawl-stage.ts';
import { openWebServices, type WebServices } from './web-services.ts';

test('a host that was nothing without a browser is a fact for the next run, which goes by it', async () => {
  await using web = await createTestWeb();
  await using temp = await makeTempFolder();
  const askedByHttp: string[] = [];
  web.site('joiner.test', {
    '/': ({ response, headers }) => {
      if (!/Chrome/.test(headers['user-agent'] ?? '')) askedByHttp.push('/');
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<title>Shop</title><div id="root"></div><script src="/app.js"></script>');
    },
    '/app.js': page(`root.innerHTML = '<h1>Joiner</h1><p>Tools and timber.</p>'`, {
      contentType: 'text/javascript',
    }),
  });
  web.site('baker.test', { '/': '<p>Bread and buns.</p>' });
  const options = companyOptionsSchema.parse({ proxy: web.proxyUrl, delay: 0 });
  const stage = crawlStage(options);

  async function crawl(host: string, learned: readonly string[]): Promise<StageResult> {
    const services = await openWebServices(options, {
      folder: temp.path,
      runsFolder: temp.path,
      concurrency: 5,
      learned: new Set(learned),
      clock: systemClock,
      log: silentLog,
      coordinator: null,
    });
    const context: Partial<StageContext<WebServices>> = {
      services,
      outputs: {},
      clock: systemClock,
      signal: new AbortController().signal,
      mayDefer: () => false,
      spendRetry: () => false,
    };
    try {
      const input: Json = { website: `http://${host}/`, hasScheme: true };
      return await stage.run(input, context as StageContext<WebServices>);
    } finally {
      await services.close();
    }
  }

  const first = await crawl('joiner.test', []);
  expect(first.meta).toMatchObject({ learned: 'browser joiner.test', renderedPages: 1 });
  expect(askedByHttp).toEqual(['/']);
  expect((await crawl('baker.test', [])).meta).not.toHaveProperty('learned');

  const second = await crawl('joiner.test', ['browser joiner.test']);
  expect(askedByHttp).toEqual(['/']);
  expect(second).toMatchObject({ outcome: 'ok', meta: { renderedPages: 1 } });
  expect(second.meta).not.toHaveProperty('learned');
  const shas = ({ value }: StageResult) =>
    (value as { pages: { sha256: string }[] }).pages.map(({ sha256 }) => sha256);
  expect(shas(second)).toEqual(shas(first));
});
