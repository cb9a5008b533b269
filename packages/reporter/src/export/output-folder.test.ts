import { execFileSync } from 'node:child_process';
import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB, ResumableError } from '@sluice/core';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { asDiskError, removeLeftovers } from './output-folder.ts';

test('removes what a dead process left, and nothing of a living one', async () => {
  const folder = await temporaryFolder();
  const dead = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
  const kept = [`results.csv.${process.ppid}.tmp`, `results.csv.${process.pid}.tmp`, 'results.csv'];
  for (const name of [...kept, `results.csv.${dead}.tmp`, `results.duckdb.${dead}.tmp.wal`]) {
    await writeFile(join(folder, name), '');
  }
  await removeLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.toSorted());
});

test.runIf(process.platform === 'linux')(
  'a full disk is resumable, whoever reports it',
  async () => {
    const byNode = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(asDiskError(byNode, '/dev/full')).toMatchObject({ code: 'disk_full', cause: byNode });
    const db = await openDuckDB();
    const byDuckDB = await db
      .run(`COPY (SELECT repeat('x', 1000) FROM range(10000)) TO '/dev/full' (FORMAT csv)`)
      .catch((error: unknown) => error)
      .finally(() => db.close());
    expect(asDiskError(byDuckDB, '/dev/full')).toBeInstanceOf(ResumableError);
  },
);

test.runIf(process.platform === 'linux')(
  'a broken disk is resumable, whoever reports it',
  async () => {
    // Reading one's own memory where nothing is mapped is an input/output error without a broken disk.
    const memory = await open('/proc/self/mem', 'r');
    const byNode = await memory.read(Buffer.alloc(1), 0, 1, 0).catch((error: unknown) => error);
    await memory.close();
    expect(byNode).toMatchObject({ code: 'EIO' });
    expect(asDiskError(byNode, '/out')).toMatchObject({ code: 'disk_failed', cause: byNode });
    const byDuckDB = new Error('IO Error: Could not write file "/out/a": Read-only file system');
    expect(asDiskError(byDuckDB, '/out')).toBeInstanceOf(ResumableError);
  },
);

test('any other error stays what it is', () => {
  const error = new TypeError('x is not a function');
  expect(asDiskError(error, '/out')).toBe(error);
});
