import { expect, test } from 'vitest';
import { continueCommand, withoutLimit, withTwiceTheBudget } from './continue-command.ts';

test('leaves out what would start over, and quotes what a shell would split', () => {
  const argv = ['data/my list.csv', '--fresh', '--map', "website=Owner's site"];
  expect(continueCommand(argv, ['--retry-failed'])).toBe(
    String.raw`pnpm enrich 'data/my list.csv' --map 'website=Owner'\''s site' --retry-failed`,
  );
});

test('shows no password', () => {
  const shown = continueCommand(['x.csv', '--proxy=http://me:secret@proxy.example:8080']);
  expect(shown).toBe("pnpm enrich x.csv '--proxy=http://***@proxy.example:8080'");
});

test('goes on trying failures again, and says so once', () => {
  const argv = ['x.csv', '--retry-failed', '--limit', '5'];
  expect(continueCommand(argv)).toBe('pnpm enrich x.csv --retry-failed --limit 5');
  expect(continueCommand(argv, ['--retry-failed'])).toBe(
    'pnpm enrich x.csv --limit 5 --retry-failed',
  );
});

test.each([
  [
    ['x.csv', '--budget-usd', '0.5', '--delay', '0.5'],
    ['x.csv', '--budget-usd', '1', '--delay', '0.5'],
  ],
  [['--budget-usd=0.5'], ['--budget-usd=1']],
  [['x.csv'], ['x.csv', '--budget-usd', '1']],
])('raises a budget that is used up: %j', (argv, raised) => {
  expect(withTwiceTheBudget(argv, 0.5)).toEqual(raised);
});

test.each([
  [
    ['x.csv', '--limit', '5', '--delay', '0'],
    ['x.csv', '--delay', '0'],
  ],
  [['--limit=5', 'x.csv'], ['x.csv']],
  [['x.csv'], null],
])('does the rest after a limit: %j', (argv, unlimited) => {
  expect(withoutLimit(argv)).toEqual(unlimited);
});
