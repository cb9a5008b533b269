import type { Manifest } from '@sluice/core/checkpoint';

const MINUTE_MS = 60_000;

/**
 * What a plan is, for the job's summary.
 *
 * @param expectedMs - of all work in one shard
 */
export function formatPlan(
  { runId, dataset, shards, basedOn }: Manifest,
  expectedMs: number,
  budgetUsd: number | null,
): string {
  const used = shards.rows.filter((rows) => rows > 0);
  const perShard = Math.ceil(expectedMs / Math.max(1, used.length) / MINUTE_MS);
  const budget = budgetUsd === null ? '' : ` Model calls may cost ${budgetUsd.toFixed(2)} USD.`;
  const based = basedOn === null ? '' : ` What is unchanged is taken over from run \`${basedOn}\`.`;
  return [
    `### Plan of run \`${runId}\``,
    '',
    `${count(dataset.rows, 'row')} in ${count(used.length, 'shard')}, ${rangeOf(used)} rows each: about ${count(perShard, 'minute')} a shard if every website has to be read.${based}${budget}`,
    '',
  ].join('\n');
}

function rangeOf(rows: readonly number[]): string {
  const [least, most] = [Math.min(...rows), Math.max(...rows)];
  if (rows.length === 0) return '0';
  return least === most ? format(most) : `${format(least)} to ${format(most)}`;
}

function count(number: number, what: string): string {
  return `${format(number)} ${what}${number === 1 ? '' : 's'}`;
}

function format(number: number): string {
  return number.toLocaleString('en-US');
}
