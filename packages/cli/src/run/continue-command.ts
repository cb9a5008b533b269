/** Flags that would make the command do something else the second time. */
const ONCE = ['--fresh', '--retry-failed', '--dry-run'];

/** The command line that goes on where this one stopped. */
export function continueCommand(argv: readonly string[], extra: readonly string[] = []): string {
  const words = argv.filter((word) => !ONCE.includes(word)).map(withoutSecret);
  return ['pnpm enrich', ...words.map(quoted), ...extra].join(' ');
}

/** A proxy's user name and password, which must not reach a report or a log. */
function withoutSecret(word: string): string {
  return word.replace(/(https?:\/\/)[^/@\s]+@/, '$1***@');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
