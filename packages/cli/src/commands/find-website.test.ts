import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runFolder } from '@sluice/core';
import {
  createModelServer,
  createTestWeb,
  createTripwire,
  page,
  redirect,
  type ModelAnswer,
  type ModelCall,
} from '@sluice/testkit';
import { expect, test, vi } from 'vitest';
import { checkRunEvidence } from '../../proofs/read-run-evidence.ts';
import { COMMANDS_TIMEOUT_MS, makeEnrichFolder, type EnrichFolder } from '../testing/enrich.ts';
import { readingModel } from '../testing/reading-model.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

const OUT = 'data/enriched/firms-company';
const env = { OPENAI_API_KEY: 'sk-test', SLUICE_FORMAT: 'jsonl,parquet' };

/** A search as SearXNG answers it, and the questions it was asked. */
async function createSearch(answers: Readonly<Record<string, readonly string[]>>, refusals = 0) {
  const questions: string[] = [];
  let refused = 0;
  const server = createServer((request, response) => {
    if (refused < refusals) {
      refused += 1;
      response.writeHead(429, { 'retry-after': '0' }).end();
      return;
    }
    const url = new URL(request.url ?? '/', 'http://search.test');
    const question = url.searchParams.get('q') ?? '';
    questions.push(`${url.pathname} ${url.searchParams.get('format')} ${question}`);
    const results = (answers[question] ?? []).map((found) => ({ url: found, title: 'found' }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ query: question, results }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    questions,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

/** Answers what companies' websites are from a table, and reads pages as ever. */
function knowingModel(websites: Readonly<Record<string, readonly string[]>>) {
  return (call: ModelCall): ModelAnswer => {
    const { properties } = call.schema as { properties: Record<string, unknown> };
    if (!('websites' in properties)) return readingModel(call);
    const { name } = JSON.parse(call.messages[1]!.content) as { name: string };
    return { kind: 'answer', content: JSON.stringify({ websites: websites[name] ?? [] }) };
  };
}

async function readRows(folder: EnrichFolder): Promise<Record<string, unknown>[]> {
  const text = await folder.read(`${OUT}/results.jsonl`);
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const site = (name: string, city: string) =>
  page(
    `<html lang="en"><title>${name}: welcome</title><h1>${name}</h1>
     <p>We make clocks for people who have no time, and have done so for many years.</p>
     <p>High Street 1, ${city}, phone +44 20 7946 0958</p></html>`,
  );

test('websites are found by model and search, and count only where the site confirms them', async () => {
  await using tripwire = await createTripwire();
  await using web = await createTestWeb();
  web.site('alder-clocks.test', { '/': site('Alder Clocks', 'York') });
  web.site('birch-works.test', { '/': site('Birch Works', 'Leeds') });
  web.site('cedar-in-bath.test', { '/': site('Cedar Tools', 'Bath') });
  web.site('dogwood.test', { '/': redirect(`http://127.0.0.1:${tripwire.port}/`) });
  web.site('own.test', { '/': site('Elm Own', 'Hull') });
  await using model = await createModelServer({
    models: ['gpt-5-mini'],
    script: knowingModel({
      'Alder Clocks Ltd': ['https://no-such-host.test/', 'http://alder-clocks.test/en/about'],
      'Cedar Tools': ['http://cedar-in-bath.test/'],
      Dogwood: ['http://dogwood.test/', `http://127.0.0.1:${tripwire.port}/`],
    }),
  });
  await using search = await createSearch({
    'Birch Works Leeds': [
      'https://www.facebook.com/birchworks',
      'http://birch-works.test/contact?from=search',
    ],
  });
  await using folder = await makeEnrichFolder();
  await folder.write(
    'firms.csv',
    `id,Company,Town,country,website
1,Alder Clocks Ltd,York,GB,
2,Birch Works,Leeds,GB,
3,Cedar Tools,Durham,GB,
4,Dogwood,,,
5,Elm Own,Hull,GB,http://own.test/
6,Fir Nowhere,,,
7,,York,GB,
`,
  );
  const args = [
    'firms.csv',
    '--proxy',
    web.proxyUrl,
    '--delay',
    '0',
    '--browser',
    'never',
    '--json',
  ]
    .concat('--model', 'gpt-5-mini', '--model-url', model.url)
    .concat('--search-url', search.url);
  const stopped = await folder.enrich([...args, '--limit', '3'], { env });
  expect(stopped.exitCode).toBe(0);
  const run = await folder.enrich(args, { env });
  expect(run.exitCode).toBe(0);

  const rows = await readRows(folder);
  expect(rows).toMatchObject([
    {
      id: '1',
      website_found: 'http://alder-clocks.test/',
      phone: '+442079460958',
      _status: 'complete',
    },
    { id: '2', website_found: 'http://birch-works.test/', _status: 'complete' },
    { id: '3', website_found: null, _status: 'skipped', _reason: 'no_website' },
    { id: '4', website_found: null, _status: 'skipped', _reason: 'no_website' },
    { id: '5', website_found: null, phone: '+442079460958', _status: 'complete' },
    { id: '6', website_found: null, _status: 'skipped', _reason: 'no_website' },
    { id: '7', website_found: null, _status: 'skipped', _reason: 'no_website' },
  ]);
  const errors = await folder.read(`${OUT}/errors.jsonl`);
  expect(errors).toContain('none of these is confirmed: `cedar-in-bath.test` (other city)');
  expect(errors).toContain('nobody knew of one');
  expect(tripwire.connections()).toBe(0);
  expect(web.requests({ path: '/' }).map(({ host }) => host)).not.toContain('127.0.0.1');

  // A found site is visited once: the visit that confirmed it is its crawl.
  expect(web.requests({ host: 'alder-clocks.test', path: '/' })).toHaveLength(1);
  const asked = model
    .calls()
    .filter(({ schema }) => 'websites' in (schema as { properties: object }).properties);
  expect(asked).toHaveLength(5);
  expect(search.questions.toSorted()).toEqual([
    '/search json Alder Clocks Ltd York',
    '/search json Birch Works Leeds',
    '/search json Cedar Tools Durham',
    '/search json Dogwood',
    '/search json Fir Nowhere',
  ]);

  const report = await folder.read('reports/firms-company/README.md');
  expect(report).toContain(
    '🔎 2 websites found for rows with a name alone, each confirmed by the site itself; 4 candidates refused.',
  );

  const [id = ''] = (await folder.runs()).slice(-1);
  const evidence = await checkRunEvidence(
    runFolder(join(folder.path, '.sluice'), id),
    join(folder.path, OUT),
  );
  expect(evidence.broken).toEqual([]);

  // Pages are fetched anew and nobody is asked again: neither model nor search is paid twice.
  const before = { calls: model.tally().received, questions: search.questions.length };
  const again = await folder.enrich([...args, '--max-pages', '3'], { env });
  expect(again.exitCode).toBe(0);
  expect(search.questions).toHaveLength(before.questions);
  expect(model.tally().received).toBe(before.calls);
  expect(await readRows(folder)).toEqual(rows);
});

test('without a model and a search a row without a website is skipped as ever', async () => {
  await using web = await createTestWeb();
  await using folder = await makeEnrichFolder();
  await folder.write('firms.csv', 'id,Company,Website\n1,Alder Clocks,\n');
  const run = await folder.enrich(['firms.csv', '--proxy', web.proxyUrl, '--json'], { env });
  expect(run.exitCode).toBe(0);
  expect(await readRows(folder)).toMatchObject([
    { _status: 'skipped', _reason: 'no_website', website_found: null },
  ]);
  expect(run.stderr).not.toContain('search');
  expect(web.requests()).toEqual([]);
});

test('a list of names alone is refused where nobody is asked for their websites', async () => {
  await using folder = await makeEnrichFolder();
  await folder.write('firms.csv', 'id,Company\n1,Alder Clocks\n');
  const run = await folder.enrich(['firms.csv'], { env });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('website');
  expect(await folder.runs()).toEqual([]);
});

test('a killed run goes on without asking again, and rows with a website know nothing of it', async () => {
  await using web = await createTestWeb();
  web.site('own.test', { '/': site('Elm Own', 'Hull') });
  web.site('alder-clocks.test', { '/': site('Alder Clocks', 'York') });
  await using model = await createModelServer({
    models: ['gpt-5-mini'],
    script: knowingModel({ 'Alder Clocks': ['http://alder-clocks.test/'] }),
  });
  await using folder = await makeEnrichFolder();
  await folder.write('firms.csv', 'id,name,website\n1,Elm Own,http://own.test/\n2,Alder Clocks,\n');
  const plain = [
    'firms.csv',
    '--proxy',
    web.proxyUrl,
    '--delay',
    '0',
    '--browser',
    'never',
    '--json',
  ];
  const before = await folder.enrich(plain, { env });
  expect(before.exitCode).toBe(0);

  const args = [...plain, '--concurrency', '1', '--model', 'gpt-5-mini', '--model-url', model.url];
  // The second answer to be kept is that about the website of the second row.
  const killed = await folder.enrich(args, {
    env: { ...env, SLUICE_KILL_AT: 'call:kept#2' },
  });
  expect(killed.signal).toBe('SIGKILL');
  expect(model.tally()).toMatchObject({ received: 2, answered: 2 });
  expect(web.requests({ host: 'alder-clocks.test' })).toEqual([]);
  const resumed = await folder.enrich(args, { env });
  expect(resumed.exitCode).toBe(0);
  expect(await readRows(folder)).toMatchObject([
    { id: '1', website_found: null, _status: 'complete' },
    { id: '2', website_found: 'http://alder-clocks.test/', _status: 'complete' },
  ]);
  expect(web.requests({ host: 'own.test', path: '/' })).toHaveLength(1);
  // One about the website, and one about the pages of each row.
  expect(model.tally()).toMatchObject({ received: 3, answered: 3 });
});

test('what finding websites will take is told from real rows, and nobody is asked', async () => {
  await using search = await createSearch({});
  await using model = await createModelServer({ models: ['gpt-5-mini'] });
  await using folder = await makeEnrichFolder();
  const names = Array.from(
    { length: 30 },
    (_, n) => `Firm ${n},York,${n % 3 === 0 ? 'no address' : ''}`,
  );
  await folder.write('firms.csv', `name,city,website\n${names.join('\n')}\n`);
  const dryRun = async (...words: string[]) => {
    const call = ['firms.csv', '--dry-run', '--json', '--search-url', search.url, ...words];
    const { events, stderr } = await folder.enrich(call, { env });
    return { estimate: events.find(({ event }) => event === 'estimate'), stderr };
  };
  // Of the first ten rows four have a website, of sorts.
  const alone = await dryRun();
  expect(alone.estimate).toMatchObject({ model: null, calls: 0, searches: 18, websites: 18 });
  expect(alone.stderr).toMatch(/^search: about 18 questions \(from 10 rows; /m);

  const both = await dryRun('--model', 'gpt-5-mini', '--model-url', model.url);
  expect(both.estimate).toMatchObject({ model: 'gpt-5-mini', calls: 18, searches: 18 });
  expect(both.stderr).toMatch(
    /^model gpt-5-mini: about 18 calls, .*; search: about 18 questions, .* and more for websites that are found \(from the pages of 10 rows/m,
  );
  expect(search.questions).toEqual([]);
  expect(model.tally().received).toBe(0);
});

test('a search that asks to come back later is waited for, however often it does', async () => {
  await using web = await createTestWeb();
  web.site('birch-works.test', { '/': site('Birch Works', 'Leeds') });
  const refusals = 12;
  await using search = await createSearch(
    { 'Birch Works Leeds': ['http://birch-works.test/'] },
    refusals,
  );
  await using folder = await makeEnrichFolder();
  await folder.write('firms.csv', 'name,city\nBirch Works,Leeds\n');
  const call = ['firms.csv', '--search-url', search.url, '--proxy', web.proxyUrl, '--delay', '0'];
  expect((await folder.enrich(call, { env })).exitCode).toBe(0);
  expect(await readRows(folder)).toMatchObject([
    { website_found: 'http://birch-works.test/', _status: 'complete' },
  ]);
});

test('doctor asks the search one question', async () => {
  await using search = await createSearch({ wikipedia: ['https://www.wikipedia.org/'] });
  await using folder = await makeEnrichFolder();
  const { stdout } = await folder.enrich(['doctor', '--search-url', search.url]);
  expect(stdout).toContain(
    `\nok    web search       SearXNG at ${search.url} answers, with 1 result\n`,
  );
  expect(search.questions).toEqual(['/search json wikipedia']);
});
