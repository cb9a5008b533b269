import { afterEach, expect, test, vi } from 'vitest';
import { annotateRows } from './annotate-rows.ts';
import { fitSummary } from './fit-summary.ts';
import { formatShards } from './format-shards.ts';

afterEach(() => vi.restoreAllMocks());

const unfinished = { from: 'attempt 1', remark: null };

test('a summary takes the parts that fit into what GitHub accepts', () => {
  expect(fitSummary(['one', 'two'])).toBe('one\n\ntwo\n\n');
  const large = 'é'.repeat(400_000);
  expect(fitSummary(['first', large, large, 'last'])).toBe(`first\n\n${large}\n\nlast\n\n`);
  expect(Buffer.byteLength(fitSummary(Array(9).fill(large)))).toBeLessThan(1024 ** 2);
});

test('shards that are not done are named, the others are not', () => {
  expect(formatShards([{ shard: 1, rows: 5, settled: 5, ...unfinished }], 1)).toBe('');
  const text = formatShards(
    [
      { shard: 1, rows: 5, settled: 5, ...unfinished },
      { shard: 2, rows: 6, settled: 2, ...unfinished },
      { shard: 3, rows: 7, settled: null, from: null, remark: null },
    ],
    3,
  );
  expect(text).toContain('2 of 3 shards are not done');
  expect(text).toContain('| 2 | 6 | 2 | attempt 1 |\n| 3 | 7 | missing | – |');
  expect(text).not.toContain('| 1 |');
});

test('as many shards as there can be leave room in a pull request’s text', () => {
  const shards = Array.from({ length: 256 }, (_, at) => ({
    shard: at + 1,
    rows: 1_000_000,
    settled: 999_999,
    from: 'cache entry sluice-checkpoint-20261122-061030-123abc-0256-100-1000-',
    remark: null,
  }));
  const text = formatShards(shards, 256);
  expect(Buffer.byteLength(text)).toBeLessThan(5_000);
  expect(text).toContain('… and 216 more.');
});

test('annotations tell of the first rows that failed; what a page says in them is no command', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const example = (row: number) => ({ row, detail: `page says\n::add-mask::${row}` });
  annotateRows('list.csv', [
    { status: 'skipped', reason: 'no_website', examples: [example(1)] },
    { status: 'failed', reason: 'http_404', examples: [9, 7, 5].map(example) },
    { status: 'failed', reason: 'timeout', examples: [2, 4, 6].map(example) },
  ]);
  const lines = write.mock.calls
    .map(([text]) => String(text))
    .join('')
    .trim()
    .split('\n');
  write.mockRestore();
  expect(lines.map((line) => /^::warning .*row (\d+): /.exec(line)?.[1])).toEqual([
    '2',
    '4',
    '5',
    '6',
    '7',
  ]);
  expect(lines[0]).toContain('file=list.csv');
  expect(lines[0]).toContain('timeout, page says%0A::add-mask::2');
});
