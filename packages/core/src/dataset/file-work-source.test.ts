import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../engine/clock.ts';
import { openDuckDB, sqlText } from '../duckdb.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import { manualClock, workSourceContract } from '../testing/work-source-contract.ts';
import { openShardSource, type ShardSource, type ShardSourceOptions } from './file-work-source.ts';

const inputNames = ['website', 'name'];
const inputs = { website: 'Web Site', name: 'Name' };
const nothing = { has: () => false };

/** Writes records as a run's frozen rows, two to a shard of their own number. */
async function writeRows(
  rowsFile: string,
  rows: readonly DatasetRecord[],
  shard: (n: number) => number,
) {
  const database = await openDuckDB();
  const text = (value: string | null): string => (value === null ? 'NULL' : sqlText(value));
  const values = rows.map(
    ({ ordinal, key, shardKey, values: { website, name } }) =>
      `(${ordinal}::BIGINT, ${sqlText(key)}, ${sqlText(shardKey)}, ${shard(ordinal)}::INTEGER,
        ${text(website ?? null)}, ${text(name ?? null)})`,
  );
  await database.run(
    `COPY (SELECT * FROM (VALUES ${values.join(', ')}) AS rows(sluice_ordinal, sluice_key,
      sluice_shard_key, sluice_shard, "Web Site", "Name") ORDER BY 1)
     TO ${sqlText(rowsFile)} (FORMAT parquet)`,
  );
  database.close();
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-source-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

workSourceContract('the source over a shard file', async (records, clock) => {
  const rowsFile = join(folder, 'rows.parquet');
  await writeRows(rowsFile, records, () => 1);
  const options = { rowsFile, shard: 1, inputNames, inputs, settled: nothing, limit: null, clock };
  const source = await openShardSource(options);
  return { source, close: () => source.close() };
});

describe('openShardSource', () => {
  const clock: Clock = manualClock();
  let source: ShardSource | undefined;

  afterEach(async () => {
    await source?.close();
    source = undefined;
  });

  async function open(options: Partial<ShardSourceOptions>, rows = 12): Promise<ShardSource> {
    const rowsFile = join(folder, 'rows.parquet');
    const records = Array.from({ length: rows }, (_, ordinal) => ({
      key: `k${ordinal}`,
      ordinal,
      shardKey: 's',
      values: { website: `  https://${ordinal}.example/\u00a0`, name: ' \t ' },
    }));
    await writeRows(rowsFile, records, (ordinal) => 1 + (ordinal % 3));
    const defaults = {
      rowsFile,
      shard: 1,
      inputNames,
      inputs,
      settled: nothing,
      limit: null,
      clock,
    };
    source = await openShardSource({ ...defaults, ...options });
    return source;
  }

  async function claimOrdinals(from: ShardSource, max = 100): Promise<readonly number[]> {
    return (await from.claim(max)).items.map(({ record }) => record.ordinal);
  }

  test('hands out the rows of its own shard only', async () => {
    expect(await claimOrdinals(await open({ shard: 2 }))).toEqual([1, 4, 7, 10]);
  });

  test('leaves out what is settled and what lies beyond the limit', async () => {
    const settled = new Set([0, 6]);
    expect(await claimOrdinals(await open({ settled, limit: 9 }))).toEqual([3]);
  });

  test('trims values, takes blank ones for absent, and knows no columns but the inputs', async () => {
    const claim = await (await open({ inputNames: [...inputNames, 'country'] })).claim(1);
    expect(claim.items[0]?.record.values).toEqual({
      website: 'https://0.example/',
      name: null,
      country: null,
    });
  });

  test('hands out more rows than it reads at once, each once and in order', async () => {
    const large = await open({}, 7500);
    const claimed = [...(await claimOrdinals(large, 700)), ...(await claimOrdinals(large, 5000))];
    expect(claimed).toEqual(Array.from({ length: 2500 }, (_, index) => index * 3));
  });

  test('gives claims made at the same time different records', async () => {
    const shared = await open({});
    const claims = await Promise.all([claimOrdinals(shared, 2), claimOrdinals(shared, 2)]);
    expect(claims).toEqual([
      [0, 3],
      [6, 9],
    ]);
  });

  test('counts what is left, handed out and waiting', async () => {
    const counted = await open({});
    await counted.claim(3);
    const state = { attempts: {}, deferrals: 1, deferredMs: 0 };
    await counted.settle([
      { kind: 'done', ordinal: 0, status: 'complete' },
      { kind: 'deferred', ordinal: 3, dueInMs: 1000, reason: 'rate_limited', state },
    ]);
    expect(counted.counts()).toEqual({ remaining: 3, claimed: 1, waiting: { rate_limited: 1 } });
  });
});
