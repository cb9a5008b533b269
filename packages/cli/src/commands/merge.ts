import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { unfinishedShards, formatCount, plural, type UnfinishedShard } from '@sluice/core';
import { formatPullRequest, type MergeOptions, type RunSummary } from '@sluice/reporter';
import { shownPath, type CommandContext, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { RunOptions } from '../options/run-options.ts';
import { findRun, type FoundRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { namesOf, outputFolders } from '../prepare/run-paths.ts';
import { describeRows } from '../progress/describe-rows.ts';
import { finishRun } from '../run/finish-run.ts';
import { commandOfRun } from '../run/command-of-run.ts';

export interface MergeExtras {
  /** File for the text of a pull request with the results. */
  readonly pullRequest?: string | undefined;
  /** Facts that the report should state. */
  readonly remarks?: readonly string[] | undefined;
}

/** `pnpm enrich merge [run]`: puts the shards' results together; a missing one makes it incomplete. */
export async function mergeCommand(
  input: CommandInput,
  runId: string | undefined,
  { pullRequest, remarks = [] }: MergeExtras = {},
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const run = await findRun(input.context, options, runId);
  const folders = outputFolders(input.context, options, namesOf(run.manifest));
  const { shards } = run.manifest;
  const limit = options.limit ?? null;
  const unfinished = await unfinishedShards(run.folder, run.manifest, limit);
  const nextSteps = stepsLeft(input.context, options, run, unfinished);
  const begun = unfinished.filter(({ shard }) => existsSync(run.folder.shard(shard, shards.count)));
  const { summary, report } = await finishRun({
    ...run,
    folders,
    formats: options.format,
    pending: { reason: limit !== null && unfinished.length === 0 ? 'limit' : 'unfinished' },
    remarks: [
      ...(shards.count === 1 ? [] : begun.map((shard) => describe(shard, shards.count))),
      ...remarks,
    ],
    nextSteps,
  });
  if (pullRequest !== undefined) {
    await writeFile(resolve(input.context.cwd, pullRequest), formatPullRequest(summary));
  }
  const exitCode = exitCodeFor(options, summary, unfinished);
  console.event('finished', { exitCode, summary, report, unfinished });
  console.say(`run ${summary.runId}, ${describeRows(summary.rows)}`);
  for (const { shard, rows } of summary.missingShards) {
    console.warn(`shard ${shard} of ${summary.shardCount} is missing (${plural(rows, 'row')})`);
  }
  for (const shard of begun) console.warn(describe(shard, shards.count));
  console.say(`results  ${shownPath(input.context, folders.out)}`);
  console.say(`report   ${shownPath(input.context, report)}`);
  for (const { command } of nextSteps) console.warn(`to go on: ${command}`);
  return exitCode;
}

function describe({ shard, rows, settled }: UnfinishedShard, count: number): string {
  return `Shard ${shard} of ${count} is unfinished: ${formatCount(settled)} of ${plural(rows, 'row')} done`;
}

function exitCodeFor(
  { maxFailureRate }: RunOptions,
  { failureRate }: RunSummary,
  unfinished: readonly UnfinishedShard[],
): ExitCode {
  if (unfinished.length > 0) return EXIT.resumable;
  return (failureRate ?? 0) > (maxFailureRate ?? 1) ? EXIT.belowQuality : EXIT.complete;
}

/** A command for every shard that left nothing behind, or for the rest of the others. */
function stepsLeft(
  context: CommandContext,
  options: RunOptions,
  { folder, manifest }: FoundRun,
  unfinished: readonly UnfinishedShard[],
): NonNullable<MergeOptions['nextSteps']> {
  const { count } = manifest.shards;
  const absent = unfinished.filter(({ shard }) => !existsSync(folder.shard(shard, count)));
  if (absent.length > 0) {
    return absent.map(({ shard }) => ({
      purpose: `Work on shard ${shard}, then merge again`,
      command: commandOfRun(context, options, manifest, ['--shard', `${shard}/${count}`]),
    }));
  }
  if (unfinished.length === 0) return [];
  const command = commandOfRun(context, options, manifest);
  return [{ purpose: 'Go on with what is left', command }];
}
