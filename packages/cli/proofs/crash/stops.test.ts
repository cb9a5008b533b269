import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestWeb, makeTempFolder, type TempFolder, type TestWeb } from '@sluice/testkit';
import { CONCURRENCY, enrichArguments } from './enrich-arguments.ts';
import { EnrichProcess } from './enrich-process.ts';

const ROWS = 24;
/** Of each test, in milliseconds: two or three starts of the command, on a machine that may be busy. */
const TIMEOUT_MS = 120_000;

vi.setConfig({ testTimeout: TIMEOUT_MS });

let web: TestWeb;
let folder: TempFolder;
/** Until it opens, no site answers. */
let gate: PromiseWithResolvers<void>;

beforeEach(async () => {
  web = await createTestWeb();
  folder = await makeTempFolder();
  gate = Promise.withResolvers();
  for (let n = 0; n < ROWS; n += 1) {
    web.site(`shop${n}.test`, {
      '/': async ({ response }) => {
        await gate.promise;
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(`<title>Shop ${n}</title><a href="mailto:office${n}@example.com">Write</a>`);
      },
    });
  }
  const lines = Array.from({ length: ROWS }, (_, n) => `http://shop${n}.test/`);
  await writeFile(join(folder.path, 'companies.csv'), `website\n${lines.join('\n')}\n`);
});

afterEach(async () => {
  gate.resolve();
  await web.close();
  await folder.remove();
});

function enrich(...further: string[]): EnrichProcess {
  return new EnrichProcess(enrichArguments(web, further), { cwd: folder.path });
}

/** Resolves when so many sites are waiting for the gate. */
async function atGate(count: number): Promise<void> {
  await web.waitFor({ path: '/' }, { count, timeoutMs: TIMEOUT_MS });
}

/** How many rows ended with each status and reason. */
async function countEndings(): Promise<Record<string, number>> {
  const text = await readFile(join(folder.path, 'out', 'results.jsonl'), 'utf8');
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { _status: string; _reason: string | null });
  const groups = Map.groupBy(rows, ({ _status, _reason }) => `${_status} ${_reason}`);
  return Object.fromEntries([...groups].map(([ending, { length }]) => [ending, length]));
}

function homeRequests(): number {
  return web.requests({ path: '/' }).length;
}

test('Ctrl-C finishes what is in flight, saves it, and the same command goes on', async () => {
  await using stopped = enrich();
  await atGate(CONCURRENCY);
  stopped.signalGroup('SIGINT');
  await stopped.said(/SIGINT: finishing what is in flight/);
  gate.resolve();
  const { exitCode, output } = await stopped.finished;
  expect(exitCode).toBe(3);
  expect(output).toContain(`to go on: pnpm enrich ${enrichArguments(web).join(' ')}`);
  expect(homeRequests()).toBe(CONCURRENCY);
  expect(await countEndings()).toEqual({
    'complete null': CONCURRENCY,
    'pending interrupted': ROWS - CONCURRENCY,
  });

  const resumed = await enrich().finished;
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(resumed.output).toContain(`${CONCURRENCY} of ${ROWS} done, ${ROWS - CONCURRENCY} to go`);
  expect(homeRequests()).toBe(ROWS);
  expect(await countEndings()).toEqual({ 'complete null': ROWS });
});

test('Ctrl-C reaches the workers too', async () => {
  const workers = 2;
  await using stopped = enrich('--workers', String(workers), '--shards', '4');
  await atGate(1);
  stopped.signalGroup('SIGINT');
  await stopped.said(/SIGINT: finishing what is in flight/);
  gate.resolve();
  expect(await stopped.finished).toMatchObject({ exitCode: 3 });
  const done = homeRequests();
  expect(done).toBeLessThanOrEqual(workers * CONCURRENCY);
  expect(await countEndings()).toEqual({
    'complete null': done,
    'pending interrupted': ROWS - done,
  });

  expect(await enrich('--workers', '1').finished).toMatchObject({ exitCode: 0 });
  expect(homeRequests()).toBe(ROWS);
  expect(await countEndings()).toEqual({ 'complete null': ROWS });
});

test('a second Ctrl-C ends at once, and nothing that was done is lost', async () => {
  await using stopped = enrich();
  await atGate(CONCURRENCY);
  stopped.signalGroup('SIGINT');
  await stopped.said(/SIGINT: finishing what is in flight/);
  stopped.signalGroup('SIGINT');
  expect(await stopped.finished).toMatchObject({ exitCode: 130 });

  gate.resolve();
  expect(await enrich().finished).toMatchObject({ exitCode: 0 });
  expect(homeRequests()).toBe(ROWS + CONCURRENCY);
  expect(await countEndings()).toEqual({ 'complete null': ROWS });
});

test('the end of the time budget stops a run as Ctrl-C does', async () => {
  await using stopped = enrich('--time-budget', '1s');
  await stopped.said(/time budget used up: finishing what is in flight/);
  gate.resolve();
  const { exitCode, output } = await stopped.finished;
  expect(exitCode).toBe(3);
  expect(output).toContain('stopped: the time budget is used up; to go on: pnpm enrich');
  const done = homeRequests();
  expect(done).toBeLessThanOrEqual(CONCURRENCY);
  expect(await countEndings()).toEqual({
    ...(done > 0 && { 'complete null': done }),
    'pending time_budget': ROWS - done,
  });

  expect(await enrich().finished).toMatchObject({ exitCode: 0 });
  expect(await countEndings()).toEqual({ 'complete null': ROWS });
});

test('a second process on the same shard is refused, and the first one loses nothing', async () => {
  await using first = enrich();
  await atGate(CONCURRENCY);
  const refused = await enrich().finished;
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.output).toMatch(
    new RegExp(`error: process \`${first.pid}\` on .* works on .*; wait for it to end or stop it`),
  );

  gate.resolve();
  expect(await first.finished).toMatchObject({ exitCode: 0 });
  expect(homeRequests()).toBe(ROWS);
  expect(await countEndings()).toEqual({ 'complete null': ROWS });
});

test('a run that is killed while it merges is continued, and not taken for finished', async () => {
  gate.resolve();
  const options = { cwd: folder.path, killAt: 'merge:results-written' };
  await using killed = new EnrichProcess(enrichArguments(web), options);
  expect(await killed.finished).toMatchObject({ signal: 'SIGKILL' });
  const { exitCode, output } = await enrich().finished;
  expect(exitCode).toBe(0);
  expect(output).toMatch(new RegExp(`^resuming run .*: ${ROWS} of ${ROWS} done, 0 to go`));
  expect(await countEndings()).toEqual({ 'complete null': ROWS });
});
