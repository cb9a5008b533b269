import { withoutSecrets } from '../without-secrets.ts';

/**
 * Flags that would make the command do something else the second time. `--retry-failed` is none: without
 * it the failures that were not reached yet would stand.
 */
const ONCE = new Set(['--fresh', '--dry-run']);

/** The command line that goes on where this one stopped. */
export function continueCommand(argv: readonly string[], extra: readonly string[] = []): string {
  const left = argv.filter((word) => !ONCE.has(flagOf(word)) && !extra.includes(word));
  const words = left.map(withoutSecrets);
  return ['pnpm enrich', ...words.map(quoted), ...extra].join(' ');
}

/** `--fresh` of `--fresh=true`. */
function flagOf(word: string): string {
  return word.split('=', 1)[0]!;
}

/** The same words with twice the budget: with the one that is used up the command would stop at once. */
export function withTwiceTheBudget(argv: readonly string[], budgetUsd: number): string[] {
  const value = String(2 * budgetUsd);
  const at = argv.findIndex((word) => /^--budget-usd(?:=|$)/.test(word));
  if (at < 0) return [...argv, '--budget-usd', value];
  return argv[at] === '--budget-usd'
    ? argv.toSpliced(at + 1, 1, value)
    : argv.toSpliced(at, 1, `--budget-usd=${value}`);
}

/** The same words without `--limit`; null where it is not among them. */
export function withoutLimit(argv: readonly string[]): string[] | null {
  const at = argv.findIndex((word) => flagOf(word) === '--limit');
  return at < 0 ? null : argv.toSpliced(at, argv[at] === '--limit' ? 2 : 1);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
