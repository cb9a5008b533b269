/** An invisible character would do as well; this one shows that something was changed. */
const MARK = '·';

/**
 * A line of the engine as the runner's log shows it, without being a command to the runner. Text from
 * pages and datasets is among it: `::add-mask::` at a line's start and `##[…]` anywhere are commands.
 */
export function inertLogLine(line: string): string {
  return line
    .replaceAll(/\r+/g, ' ')
    .replace(/^(\s*)::/, `$1${MARK}::`)
    .replaceAll('##[', `##${MARK}[`);
}
