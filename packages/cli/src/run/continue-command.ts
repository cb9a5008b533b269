import { withoutSecrets } from '../without-secrets.ts';

/**
 * Flags that would make the command do something else the second time. `--retry-failed` is none: without
 * it the failures that were not reached yet would stand.
 */
const ONCE = new Set(['--fresh', '--dry-run']);

/** The command line that goes on where this one stopped. */
export function continueCommand(argv: readonly string[], extra: readonly string[] = []): string {
  const left = argv.filter((word) => !ONCE.has(word) && !extra.includes(word));
  const words = left.map(withoutSecrets);
  return ['pnpm enrich', ...words.map(quoted), ...extra].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
