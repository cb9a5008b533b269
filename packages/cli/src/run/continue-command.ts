import { withoutSecrets } from '../without-secrets.ts';

/** Flags that would make the command do something else the second time. */
const ONCE = new Set(['--fresh', '--retry-failed', '--dry-run']);

/** The command line that goes on where this one stopped. */
export function continueCommand(argv: readonly string[], extra: readonly string[] = []): string {
  const words = argv.filter((word) => !ONCE.has(word)).map(withoutSecrets);
  return ['pnpm enrich', ...words.map(quoted), ...extra].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
