import { resolve } from 'node:path';
import { UsageError, formatCount } from '@sluice/core';
import { shownPath, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { checkpointRun } from '../run/checkpoint-run.ts';

/**
 * `pnpm enrich checkpoint [run] --shard i/n --into FOLDER`: writes down what a shard has done, for another
 * machine to go on from, also while the shard is being worked on.
 */
export async function checkpointCommand(
  input: CommandInput,
  runId: string | undefined,
  into: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const run = await findRun(input.context, options, runId);
  const { shard } = options;
  const { count } = run.manifest.shards;
  if (shard?.count !== count) {
    const shards = count === 1 ? '1/1' : `1/${count} to ${count}/${count}`;
    throw new UsageError(`run \`${run.folder.runId}\` needs --shard ${shards}`);
  }
  if (into === undefined) throw new UsageError('--into is missing: the folder to write to');
  const path = resolve(input.context.cwd, into);
  const checkpoint = await checkpointRun(run, shard.index, path);
  console.event('checkpoint', { checkpoint });
  const rows = formatCount(checkpoint.rows);
  console.print(
    `shard ${shard.index}/${count}: ${formatCount(checkpoint.settled)} of ${rows} rows done, in ${shownPath(input.context, path)}`,
  );
  return EXIT.complete;
}
