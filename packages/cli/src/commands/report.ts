import { readRunSummary, writeReport } from '@sluice/reporter';
import { UsageError } from '@sluice/core';
import { shownPath, type CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { namesOf, outputFolders } from '../prepare/run-paths.ts';

/** `pnpm enrich report [run]`: writes the report of the run's last merge again. */
export async function reportCommand(
  input: CommandInput,
  runId: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const { folder, manifest } = await findRun(input.context, options, runId);
  const folders = outputFolders(input.context, options, namesOf(manifest));
  const summary = await readRunSummary(folder);
  if (summary === null) {
    throw new UsageError(
      `run \`${folder.runId}\` has not been merged; \`pnpm enrich merge ${folder.runId}\` does, and reports`,
    );
  }
  const report = await writeReport(summary, folders.reports);
  console.event('report', { report });
  console.print(shownPath(input.context, report));
  return EXIT.complete;
}
