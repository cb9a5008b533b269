import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diskError, usedUp } from './disk-error.ts';
import { openDuckDB, type DuckDBOptions } from './duckdb.ts';
import { ResumableError, StageError, UsageError } from './errors.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-disk-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => error,
  );
}

async function duckdbFailure(sql: string, options?: DuckDBOptions): Promise<unknown> {
  const db = await openDuckDB(':memory:', options);
  return failureOf(db.run(sql)).finally(() => db.close());
}

const withCode = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

describe.runIf(process.platform === 'linux')('a full disk can be resumed from', () => {
  test('by Node', async () => {
    const error = await failureOf(writeFile('/dev/full', 'x'));
    const classified = diskError(error, 'a.csv');
    expect(classified).toBeInstanceOf(ResumableError);
    expect(classified).toMatchObject({
      code: 'disk_full',
      message: expect.stringContaining('no space to write `a.csv` (ENOSPC'),
      cause: error,
    });
  });

  test('by DuckDB', async () => {
    const sql = `COPY (SELECT repeat('x', 1000) FROM range(10000)) TO '/dev/full' (FORMAT csv)`;
    expect(diskError(await duckdbFailure(sql), 'a.csv')).toMatchObject({ code: 'disk_full' });
  });

  test('by DuckDB where it spills to', async (context) => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    if (!mountSmallDisk(disk)) context.skip('mounting takes root on Linux');
    try {
      const sorted = `SELECT md5(range::VARCHAR) AS digest FROM range(1000000) ORDER BY digest`;
      const error = await duckdbFailure(`COPY (${sorted}) TO '${join(folder, 'sorted.parquet')}'`, {
        memoryLimit: '32MB',
        threads: 1,
        tempFolder: join(disk, 'spill'),
      });
      const classified = diskError(error, 'results');
      expect(classified).toMatchObject({ code: 'disk_full' });
      expect((classified as Error).message).not.toContain('PRAGMA');
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

function mountSmallDisk(path: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a disk that fails can be resumed from', () => {
  test.runIf(process.platform === 'linux')('by Node', async () => {
    // Reading one's own memory where nothing is mapped is an input/output error without a broken disk.
    const memory = await open('/proc/self/mem', 'r');
    const error = await failureOf(memory.read(Buffer.alloc(1), 0, 1, 0));
    await memory.close();
    expect(error).toMatchObject({ code: 'EIO' });
    expect(diskError(error, 'a')).toMatchObject({ code: 'disk_failed', cause: error });
  });

  test('by DuckDB', async () => {
    const error = await duckdbFailure(`COPY (SELECT 1) TO '${folder}' (FORMAT csv)`);
    expect(diskError(error, 'a')).toMatchObject({ code: 'disk_failed', cause: error });
  });

  test('and so can a file that somebody took away', async () => {
    const gone = join(folder, 'gone.parquet');
    for (const error of [
      await failureOf(readFile(gone)),
      await duckdbFailure(`SELECT * FROM read_parquet('${gone}')`),
    ]) {
      expect(diskError(error, 'out')).toMatchObject({
        code: 'disk_failed',
        message: expect.stringContaining(gone),
      });
    }
  });
});

test('the limit of open files is not the disk’s, and can be resumed from', () => {
  const error = withCode('EMFILE');
  expect(diskError(error, 'a')).toMatchObject({ code: 'out_of_files', cause: error });
});

test('what is used up is told by the error alone, wherever it was met', () => {
  expect(usedUp(withCode('EMFILE'))).toMatchObject({ code: 'out_of_files' });
  expect(usedUp(Object.assign(withCode('ENOSPC'), { path: 'a/lock' }))).toMatchObject({
    code: 'disk_full',
    message: expect.stringMatching(/^no space to write `a\/lock` \(/),
  });
  const byDuckDB = new Error('IO Error: Could not write file "a": No space left on device');
  expect(usedUp(byDuckDB)?.message).toMatch(/^no space to write \(IO Error/);
  expect(usedUp(withCode('EIO'))).toBeNull();
  expect(usedUp(new TypeError('there is no space left in this array'))).toBeNull();
});

test.each([
  withCode('ERR_INVALID_ARG_TYPE'),
  new TypeError('no such thing'),
  new UsageError('no space left for a name'),
  new StageError('gone', 'retry', 'IO Error: it is gone'),
  new ResumableError('lost', 'IO Error: no space left'),
  'no space left',
])('what is not the disk’s, or has its name, stays what it is: %s', (mistake) => {
  expect(diskError(mistake, 'a/journal.ndjson')).toBe(mistake);
});
