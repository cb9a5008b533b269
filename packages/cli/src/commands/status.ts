import {
  openDuckDB,
  readLedger,
  readShardHealth,
  shardFolders,
  formatCount,
  plural,
  type ShardHealth,
} from '@sluice/core';
import type { CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findRun, type FoundRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';

interface Ending {
  /** `pending` of a row that was left for later, with what it waits for. */
  readonly status: string;
  readonly reason: string | null;
  readonly rows: number;
}

/** Reasons that the text form names. */
const REASONS_SHOWN = 12;

/** `pnpm enrich status [run]`: how far a run is, from its files alone. */
export async function statusCommand(
  input: CommandInput,
  runId: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const run = await findRun(input.context, options, runId);
  const found = await readEndings(run);
  const endings = found.filter(({ status }) => status !== 'pending');
  const waiting = found.filter(({ status }) => status === 'pending');
  const { name, recipe, dataset } = run.manifest;
  const done = endings.reduce((sum, { rows }) => sum + rows, 0);
  const pending = dataset.rows - done;
  const health = await worstHealth(run);
  const { folder } = run;
  console.event('status', {
    runId: folder.runId,
    rows: dataset.rows,
    done,
    pending,
    endings,
    waiting: waiting.map(({ reason, rows }) => ({ reason, rows })),
    health,
  });
  console.print(`run      ${folder.runId} (${name}, ${recipe.name})`);
  console.print(`done     ${formatCount(done)} of ${plural(dataset.rows, 'row')}`);
  for (const [status, rows] of byStatus(endings)) {
    console.print(`         ${formatCount(rows).padStart(9)} ${status}`);
  }
  if (health !== null) {
    const why = health.reasons.map(({ detail }) => detail).join(', ');
    console.print(`health   ${health.state} since ${health.at}: ${why}`);
  }
  const reasons = found.filter(({ reason }) => reason !== null);
  for (const { status, reason, rows } of reasons.slice(0, REASONS_SHOWN)) {
    console.print(`reason   ${formatCount(rows).padStart(9)} ${reason} (${status})`);
  }
  return EXIT.complete;
}

/**
 * How the finished records ended and what those wait for that were left, most frequent first; the newest
 * entry of a record counts.
 */
function readEndings({ folder, manifest }: FoundRun): Promise<Ending[]> {
  const read = async (entries: string): Promise<Ending[]> => {
    using database = await openDuckDB();
    return await database.rows<Ending>(`
      WITH newest AS (
        SELECT arg_max(status, seq) FILTER (kind = 'record') AS status,
          arg_max({ reason: reason }, seq) FILTER (kind = 'record') AS ended,
          arg_max(reason, seq) FILTER (kind = 'parked') AS waits_for
        FROM (${entries}) WHERE kind IN ('record', 'parked') GROUP BY ordinal
      )
      SELECT coalesce(status, 'pending') AS status,
        CASE WHEN status IS NULL THEN waits_for ELSE ended.reason END AS reason,
        count(*)::DOUBLE AS rows
      FROM newest GROUP BY ALL ORDER BY rows DESC, 1, 2`);
  };
  return readLedger(shardFolders(folder, manifest), read, ['record', 'parked']);
}

/** How the shards said last that they are: the worst of them, the latest of equals; null when all is well. */
async function worstHealth({ folder, manifest }: FoundRun): Promise<ShardHealth | null> {
  const read = await Promise.all(shardFolders(folder, manifest).map(readShardHealth));
  const unwell = read.filter((health) => health !== null);
  const rank = ({ state, at }: ShardHealth) => `${state === 'critical' ? 1 : 0} ${at}`;
  return unwell.sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0] ?? null;
}

function byStatus(endings: readonly Ending[]): [string, number][] {
  const totals = new Map<string, number>();
  for (const { status, rows } of endings) totals.set(status, (totals.get(status) ?? 0) + rows);
  return [...totals];
}
