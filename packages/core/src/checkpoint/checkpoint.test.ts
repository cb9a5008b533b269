import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../fingerprint.ts';
import { openFileLedger } from '../ledger/open-file-ledger.ts';
import type { Json } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';
import { runFolder } from '../runs/run-folder.ts';
import { sampleRecord, sampleResult } from '../testing/ledger-entries.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import type { Checkpoint, Extent } from './checkpoint.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { writeCheckpoint } from './write-checkpoint.ts';

const RUN = '20261122-061030-123abc';
const SHARD = `${RUN}/shard-0002-of-0003`;
const manifest: Manifest = {
  version: 1,
  runId: RUN,
  createdAt: '2026-11-22T06:10:30.123Z',
  name: 'list',
  dataset: {
    path: '/data/list.csv',
    sha256: sha256('list'),
    rows: 9,
    format: 'csv',
    columns: [],
    key: { kind: 'content', column: null },
    inputs: {},
  },
  recipe: {
    name: 'company',
    file: null,
    fileSha256: null,
    columns: [],
    stages: [{ name: 'crawl', required: true, configSha256: sha256('config') }],
  },
  shards: { count: 3, rows: [3, 4, 2] },
  basedOn: null,
  identity: sha256('identity'),
  versions: { sluice: '0', node: '24', duckdb: '1' },
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-checkpoint-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The value of a crawl that kept one page. */
function pageValue(number: number, offset: number, length: number): { extent: Extent } {
  return { extent: { file: `${SHARD}/pages-00000${number}.warc.gz`, offset, length } };
}

function extentsOf(value: Json): Extent[] {
  return [(value as unknown as { extent: Extent }).extent];
}

/** A shard with a finished record, an unfinished one, and a page file each and a third. */
async function makeShard() {
  const folder = runFolder(join(root, 'here'), RUN);
  const path = folder.shard(2, 3);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'pages-000001.warc.gz'), 'headFINISHED');
  await writeFile(join(path, 'pages-000002.warc.gz'), 'headOPEN+more');
  await writeFile(join(path, 'pages-000003.warc.gz'), 'head');
  await writeFile(join(path, 'spending.ndjson'), 'what was spent');
  const ledger = await openFileLedger({ folder: path, commitIntervalMs: 1 });
  await ledger.append([sampleResult(1, { value: pageValue(1, 4, 8) as Json }), sampleRecord(1)]);
  await ledger.seal();
  await ledger.append([sampleResult(2, { value: pageValue(2, 4, 4) as Json })]);
  return { folder, ledger };
}

async function take(into = join(root, 'checkpoint')): Promise<Checkpoint> {
  const { folder, ledger } = await makeShard();
  // While the ledger is open, and with its journal unsealed.
  const options = { folder, manifest, shard: 2, into, extentsOf, nowMs: 0 };
  const checkpoint = await writeCheckpoint(options);
  await ledger.close();
  return checkpoint;
}

test('a shard goes on elsewhere from what was acknowledged when the checkpoint was written', async () => {
  const into = join(root, 'checkpoint');
  const written = await take(into);
  expect(written).toMatchObject({ rows: 4, settled: 1, statuses: { complete: 1 } });
  const { checkpoint, problem } = await checkCheckpoint(into, manifest, 2);
  expect(problem).toBeNull();

  const there = runFolder(join(root, 'there'), RUN);
  await restoreCheckpoint(into, checkpoint!, there);
  const ledger = await openFileLedger({ folder: there.shard(2, 3) });
  const found = await ledger.lookup([1, 2, 3].map((n) => sampleResult(n).fingerprint));
  expect(found.map((hit) => hit?.result?.ordinal)).toEqual([1, 2, undefined]);
  const { counts } = ledger.settledOrdinals();
  expect(counts.complete).toBe(1);
  await ledger.close();

  // Money that was spent stays spent.
  expect(await readFile(join(there.shard(2, 3), 'spending.ndjson'), 'utf8')).toBe('what was spent');

  const pages = async (number: number) =>
    readFile(join(there.runs, SHARD, `pages-00000${number}.warc.gz`), 'latin1');
  // The unfinished record's page lies where it lay; the others' names are taken, without content.
  expect(await pages(1)).toBe('');
  expect(await pages(2)).toBe('\0\0\0\0OPEN');
  expect(await pages(3)).toBe('');
});

test('a shard that has not begun gives an empty checkpoint', async () => {
  const folder = runFolder(join(root, 'here'), RUN);
  const into = join(root, 'checkpoint');
  await mkdir(dirname(into), { recursive: true });
  const options = { folder, manifest, shard: 1, into, extentsOf, nowMs: 0 };
  expect(await writeCheckpoint(options)).toMatchObject({ settled: 0, files: [], pageFiles: [] });
  expect((await checkCheckpoint(into, manifest, 1)).problem).toBeNull();
});

test('restoring overwrites neither a ledger nor an archive', async () => {
  const into = join(root, 'checkpoint');
  const checkpoint = await take(into);
  const folder = runFolder(join(root, 'here'), RUN);
  await expect(restoreCheckpoint(into, checkpoint, folder)).rejects.toThrow('has a ledger already');

  const other = runFolder(join(root, 'there'), RUN);
  await mkdir(other.shard(2, 3), { recursive: true });
  const page = join(other.shard(2, 3), 'pages-000002.warc.gz');
  await writeFile(page, 'all of it');
  await restoreCheckpoint(into, checkpoint, other);
  expect(await readFile(page, 'utf8')).toBe('all of it');
});

test.for([
  ['run', { ...manifest, runId: '20261122-061030-123abd' }, 2],
  ['shard', manifest, 1],
  ['dataset', { ...manifest, dataset: { ...manifest.dataset, sha256: sha256('other') } }, 2],
  ['recipe', { ...manifest, recipe: { ...manifest.recipe, name: 'product' } }, 2],
  ['configuration', { ...manifest, recipe: { ...manifest.recipe, stages: [] } }, 2],
  ['identity', { ...manifest, identity: sha256('other') }, 2],
  ['number of shards', { ...manifest, shards: { count: 4, rows: [3, 4, 2, 0] } }, 2],
] as const)('a checkpoint of another %s is refused and named', async ([what, other, shard]) => {
  const into = join(root, 'checkpoint');
  await take(into);
  const { problem } = await checkCheckpoint(into, other as unknown as Manifest, shard);
  expect(problem).toBe(`it is of another ${what}`);
});

test('a damaged checkpoint is refused, and the damage named', async () => {
  const into = join(root, 'checkpoint');
  await take(into);
  const problem = async () => (await checkCheckpoint(into, manifest, 2)).problem;
  const whole = await readFile(join(into, 'checkpoint.json'), 'utf8');
  await writeFile(
    join(into, 'checkpoint.json'),
    whole.replace(/"length": \d+/, '"length": 999999999999'),
  );
  expect(await problem()).toBe('its list of pages is damaged');
  await writeFile(join(into, 'checkpoint.json'), whole);
  await appendFile(join(into, 'sealed-000001.parquet'), 'x');
  expect(await problem()).toBe('its sealed-000001.parquet is damaged');
  await rm(join(into, 'sealed-000001.parquet'));
  expect(await problem()).toBe('its sealed-000001.parquet is missing');
  const text = await readFile(join(into, 'checkpoint.json'), 'utf8');
  await writeFile(join(into, 'checkpoint.json'), text.slice(0, 100));
  expect(await problem()).toBe('its checkpoint.json is damaged');
  await writeFile(
    join(into, 'checkpoint.json'),
    text.replaceAll('pages-000002', '../../../../etc/pages-000002'),
  );
  expect(await problem()).toBe('its checkpoint.json is damaged');
  await rm(join(into, 'checkpoint.json'));
  expect(await problem()).toBe('it has no checkpoint.json');
});
