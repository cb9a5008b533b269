import { expect, test } from 'vitest';
import { findLost, findRepeated } from './check-entries.ts';
import type { StoredEntry } from './read-entries.ts';

const crawl: StoredEntry = {
  run: 'a',
  shard: 'shard-0001-of-0002',
  kind: 'result',
  subject: 'crawl AB12',
  at: '2026-01-01T00:00:00.000Z',
  isInherited: false,
};
const record: StoredEntry = { ...crawl, kind: 'record', subject: '7' };

test('what is still there once is neither lost nor repeated', () => {
  expect(findLost([crawl], [record, crawl])).toEqual([]);
  expect(findRepeated([crawl, record])).toEqual([]);
});

test('a result that is gone is lost, and so is one that was made again', () => {
  expect(findLost([crawl], [])).toHaveLength(1);
  expect(findLost([crawl], [{ ...crawl, at: '2026-01-01T00:00:01.000Z' }])).toHaveLength(1);
});

test('a result of two runs is repeated unless the second one took it over', () => {
  expect(findRepeated([crawl, { ...crawl, run: 'b' }])).toHaveLength(1);
  expect(findRepeated([crawl, { ...crawl, run: 'b', isInherited: true }])).toEqual([]);
});

test('what two shards store each for itself is not repeated, twice in one shard is', () => {
  expect(findRepeated([crawl, { ...crawl, shard: 'shard-0002-of-0002' }])).toEqual([]);
  expect(findRepeated([crawl, { ...crawl, at: '2026-01-01T00:00:01.000Z' }])).toHaveLength(1);
});

test('a record is finished once in each run', () => {
  expect(findRepeated([record, { ...record, run: 'b' }])).toEqual([]);
  expect(findRepeated([record, { ...record, at: '2026-01-01T00:00:01.000Z' }])).toHaveLength(1);
});
