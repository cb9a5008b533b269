import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckDB, type Database } from './duckdb.ts';

let database: Database;

beforeEach(async () => {
  database = await openDuckDB(':memory:', { threads: 1 });
});

afterEach(() => {
  database.close();
});

test('a second connection answers while a query of the first is running, with one thread too', async () => {
  const beside = await database.connect();
  const endless = database.run('SELECT count(*) FROM range(1000000) a, range(1000000) b');
  expect(await beside.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  // More than once: a query that has not quite begun does not hear it.
  const interrupting = setInterval(() => database.connection.interrupt(), 5);
  await expect(endless).rejects.toThrow('Interrupted');
  clearInterval(interrupting);
  beside.close();
});

test('closing a second connection leaves the database as it is', async () => {
  const beside = await database.connect();
  await beside.run('CREATE TABLE kept AS SELECT 7 AS seven');
  beside.close();
  expect(await database.rows('FROM kept')).toEqual([{ seven: 7 }]);
});

test('trimming memory does not lower its limit, however often', async () => {
  const limit = () => database.rows(`SELECT current_setting('memory_limit') AS "limit"`);
  await database.trimMemory();
  const once = await limit();
  for (let time = 0; time < 20; time += 1) await database.trimMemory();
  expect(await limit()).toEqual(once);
});
