import { expect, test } from 'vitest';
import { environmentOptions, readOptions } from './read-options.ts';

test('a flag wins over the environment, which wins over the file', () => {
  const options = readOptions([
    { from: 'command line', values: { maxPages: '3' } },
    environmentOptions({ SLUICE_MAX_PAGES: '4', SLUICE_DELAY: '0' }),
    { from: 'sluice.config.ts', values: { maxPages: 5, delay: 100, retries: 7 } },
  ]);
  expect(options).toMatchObject({ maxPages: 3, delay: 0, retries: 7, workers: 1 });
});

test('reads lists, maps, durations and shards', () => {
  const values = {
    format: 'csv,xlsx',
    map: ['website=Company site', 'country=Land=AT'],
    timeBudget: '5h30m',
    timeout: '2.5s',
    shard: '3/16',
  };
  expect(readOptions([{ from: 'command line', values }])).toMatchObject({
    format: ['csv', 'xlsx'],
    map: { website: 'Company site', country: 'Land=AT' },
    timeBudget: 19_800_000,
    timeout: 2_500,
    shard: { index: 3, count: 16 },
  });
});

test('shows every problem at once, with its source', () => {
  const read = () =>
    readOptions([
      {
        from: 'command line',
        values: { shards: '0', shard: '5/4', timeBudget: 'soon', timeout: '10ms' },
      },
      environmentOptions({
        SLUICE_MAXPAGES: '4',
        SLUICE_LIMIT: '',
        SLUICE_KILL_AT: 'x',
        LUICE: '1',
      }),
      { from: 'sluice.config.ts', values: { maxPage: 3, format: ['pdf'] } },
    ]);
  expect(read).toThrow(/--shards `"0"` \(command line\)/);
  expect(read).toThrow(/--shard `"5\/4"`.*3\/16/);
  expect(read).toThrow(/`soon` is not a duration/);
  expect(read).toThrow(/--timeout `"10ms"` \(command line\): at least 1s/);
  expect(read).toThrow(/there is no option `maxPage` \(sluice.config.ts\)/);
  expect(read).toThrow(/there is no option `SLUICE_MAXPAGES` \(environment\)/);
  expect(read).not.toThrow(/SLUICE_KILL_AT|LUICE`/);
  expect(read).toThrow(/--format `\["pdf"\]`.*: expected one of parquet, csv, jsonl, arrow, xlsx/);
});

test.each([
  [
    { shards: 'many' },
    '--shards `"many"` (command line): expected auto, or a number from 1 to 256',
  ],
  [{ browser: 'no' }, '--browser `"no"` (command line): expected one of auto, always, never'],
  [{ limit: ['1', '2'] }, '--limit `["1","2"]` (command line): give it once'],
  [{ format: ',' }, '--format `","` (command line): name at least one format'],
  [{ limit: '' }, '--limit `""` (command line): expected a number'],
  [{ delay: ' ' }, '--delay `" "` (command line): expected a number'],
  [{ retries: null }, '--retries `null` (command line): expected a number'],
  [{ maxFailureRate: '' }, '--max-failure-rate `""` (command line): expected a number'],
  [{ out: '' }, '--out `""` (command line): expected a path'],
  [{ state: '' }, '--state `""` (command line): expected a path'],
])('says what %j should be', (values, message) => {
  expect(() => readOptions([{ from: 'command line', values }])).toThrow(message);
});
