import { existsSync } from 'node:fs';
import { shardFolders } from '@sluice/core';
import { shownPath, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findRun, type FoundRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { namesOf, outputFolders } from '../prepare/run-paths.ts';
import { describeRows } from '../progress/describe-rows.ts';
import { finishRun } from '../run/finish-run.ts';

/** `pnpm enrich merge [run]`: puts the shards' results together; a missing one makes it incomplete. */
export async function mergeCommand(
  input: CommandInput,
  runId: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const run = await findRun(input.context, options, runId);
  const folders = outputFolders(input.context, options, namesOf(run.manifest));
  const { summary, report } = await finishRun({
    ...run,
    folders,
    formats: options.format,
    pending: { reason: 'unfinished' },
    remarks: [],
    nextSteps: unfinishedShards(run),
  });
  console.event('finished', { summary, report });
  console.say(`run ${summary.runId}: ${describeRows(summary.rows)}`);
  for (const { shard, rows } of summary.missingShards) {
    console.say(`shard ${shard} of ${summary.shardCount} is missing (${rows} rows)`);
  }
  console.say(`results  ${shownPath(input.context, folders.out)}`);
  console.say(`report   ${shownPath(input.context, report)}`);
  if (summary.rows.pending > 0) return EXIT.resumable;
  const accepted = options.maxFailureRate ?? 1;
  return (summary.failureRate ?? 0) > accepted ? EXIT.belowQuality : EXIT.complete;
}

/** A command for every shard that left nothing behind. */
function unfinishedShards({ folder, manifest }: FoundRun) {
  const { runId, shards, dataset } = manifest;
  return shardFolders(folder, manifest).flatMap((path, index) =>
    existsSync(path) || shards.rows[index] === 0
      ? []
      : [
          {
            purpose: `Work on shard ${index + 1}, then merge again`,
            command: `pnpm enrich ${dataset.path} --run ${runId} --shard ${index + 1}/${shards.count}`,
          },
        ],
  );
}
