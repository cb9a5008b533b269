import { mergeRun } from '@sluice/reporter';
import { shownPath, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { namesOf, outputFolders } from '../prepare/run-paths.ts';
import { withSnapshot } from '../run/snapshot-run.ts';
import { describeRows } from '../progress/describe-rows.ts';

/** `pnpm enrich export [run]`: writes the results so far, also while another process works on the run. */
export async function exportCommand(
  input: CommandInput,
  runId: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const { folder, manifest } = await findRun(input.context, options, runId);
  const { out } = outputFolders(input.context, options, namesOf(manifest));
  const pending = { reason: 'unfinished', absentShardReason: 'unfinished' };
  const summary = await withSnapshot(folder, manifest, (snapshot) =>
    mergeRun(snapshot, manifest, { out, formats: options.format, pending }),
  );
  console.event('exported', { summary });
  console.say(describeRows(summary.rows));
  for (const { file } of summary.files) console.print(`${shownPath(input.context, out)}/${file}`);
  return EXIT.complete;
}
