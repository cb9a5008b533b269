import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError, writeChecksum } from '@sluice/core';
import { expect, test } from 'vitest';
import { companies, createFixtureRun, enrichedRecord } from '../testing/fixture-run.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mergeLedger } from './merge-ledger.ts';
import { mergeRun } from './merge-run.ts';

async function sealedRun() {
  const root = await temporaryFolder();
  const run = await createFixtureRun(root, {
    rows: companies(1),
    records: [enrichedRecord(0, '+12025550100')],
  });
  const shard = run.folder.shard(1, 1);
  const name = (await readdir(shard)).find((file) => file.endsWith('.parquet'));
  const segment = join(shard, name!);
  await writeChecksum(segment, segment);
  return { ...run, segment, out: join(root, 'out') };
}

test('a sealed file that is damaged is named by every merge, and nothing half is left', async () => {
  const { folder, manifest, segment, out } = await sealedRun();
  const before = await readdir(folder.path);
  await appendFile(segment, 'x');
  const merges = [() => mergeLedger(folder, manifest), () => mergeRun(folder, manifest, { out })];
  for (const merge of merges) {
    const error = await merge().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(`\`${segment}\` is damaged`) });
  }
  expect(await readdir(folder.path)).toEqual(before);
  expect(await readdir(out)).toEqual([]);
});

test('a ledger that is damaged is made again of its segments', async () => {
  const { folder, manifest } = await sealedRun();
  await mergeLedger(folder, manifest);
  const bytes = await readFile(folder.ledger);
  const damaged = Buffer.from(bytes);
  damaged[100]! ^= 1;
  await writeFile(folder.ledger, damaged);
  await mergeLedger(folder, manifest);
  expect(await readFile(folder.ledger)).toEqual(bytes);
});

test('a ledger alone is as it is', async () => {
  const { folder, manifest, segment } = await sealedRun();
  await mergeLedger(folder, manifest);
  await rm(segment);
  const bytes = await readFile(folder.ledger);
  await mergeLedger(folder, manifest);
  expect(await readFile(folder.ledger)).toEqual(bytes);
});
