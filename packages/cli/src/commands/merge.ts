import { existsSync } from 'node:fs';
import { countSettled, shardFolders } from '@sluice/core';
import type { MergeOptions, RunSummary } from '@sluice/reporter';
import { shownPath, type CommandContext, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { RunOptions } from '../options/run-options.ts';
import { findRun, type FoundRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { namesOf, outputFolders } from '../prepare/run-paths.ts';
import { describeRows } from '../progress/describe-rows.ts';
import { plural } from '../progress/format-progress.ts';
import { finishRun } from '../run/finish-run.ts';
import { commandOfRun } from '../run/command-of-run.ts';

/** `pnpm enrich merge [run]`: puts the shards' results together; a missing one makes it incomplete. */
export async function mergeCommand(
  input: CommandInput,
  runId: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const run = await findRun(input.context, options, runId);
  const folders = outputFolders(input.context, options, namesOf(run.manifest));
  const nextSteps = await stepsLeft(input.context, options, run);
  const { summary, report } = await finishRun({
    ...run,
    folders,
    formats: options.format,
    pending: { reason: 'unfinished' },
    remarks: [],
    nextSteps,
  });
  const exitCode = exitCodeFor(options, summary);
  console.event('finished', { exitCode, summary, report });
  console.say(`run ${summary.runId}: ${describeRows(summary.rows)}`);
  for (const { shard, rows } of summary.missingShards) {
    console.warn(`shard ${shard} of ${summary.shardCount} is missing (${plural(rows, 'row')})`);
  }
  console.say(`results  ${shownPath(input.context, folders.out)}`);
  console.say(`report   ${shownPath(input.context, report)}`);
  for (const { command } of nextSteps) console.warn(`to go on: ${command}`);
  return exitCode;
}

function exitCodeFor({ maxFailureRate }: RunOptions, { rows, failureRate }: RunSummary): ExitCode {
  if (rows.pending > 0) return EXIT.resumable;
  return (failureRate ?? 0) > (maxFailureRate ?? 1) ? EXIT.belowQuality : EXIT.complete;
}

/** A command for every shard that left nothing behind, or for the rest of the others. */
async function stepsLeft(
  context: CommandContext,
  options: RunOptions,
  { folder, manifest }: FoundRun,
): Promise<NonNullable<MergeOptions['nextSteps']>> {
  const { shards, dataset } = manifest;
  const absent = shardFolders(folder, manifest).flatMap((path, at) =>
    existsSync(path) || shards.rows[at] === 0 ? [] : [at + 1],
  );
  if (absent.length > 0) {
    return absent.map((shard) => ({
      purpose: `Work on shard ${shard}, then merge again`,
      command: commandOfRun(context, options, manifest, ['--shard', `${shard}/${shards.count}`]),
    }));
  }
  if ((await countSettled(folder, manifest)) === dataset.rows) return [];
  const command = commandOfRun(context, options, manifest);
  return [{ purpose: 'Go on with what is left', command }];
}
