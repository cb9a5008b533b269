import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freezeRows } from './freeze-rows.ts';
import { openDataset } from './open-dataset.ts';
import { resolveKey } from './resolve-key.ts';

const SHARDS = 16;

test('5,000 domains and one with 1,000 rows: no shard of 16 has more than 1.15 times the mean', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-balance-'));
  try {
    const websites = [
      ...Array.from({ length: 5_000 }, (_, n) => `https://company-${n}.example/`),
      ...Array.from({ length: 1_000 }, (_, n) => `https://marketplace.example/shop/${n}`),
    ];
    const file = join(folder, 'list.csv');
    await writeFile(file, `website\n${websites.join('\n')}\n`);
    const dataset = await openDataset(file);
    const { shardRows } = await freezeRows(dataset, {
      rowsFile: join(folder, 'rows.parquet'),
      shardCount: SHARDS,
      key: await resolveKey(dataset, null),
      inputs: { website: 'website' },
      inputNames: ['website'],
      shardKey: ({ website }) => new URL(website!).hostname,
    });
    await dataset.close();
    const mean = websites.length / SHARDS;
    expect(shardRows.reduce((sum, rows) => sum + rows, 0)).toBe(websites.length);
    expect(Math.max(...shardRows) / mean).toBeLessThanOrEqual(1.15);
  } finally {
    await rm(folder, { recursive: true });
  }
});
