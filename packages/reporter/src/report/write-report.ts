import { join } from 'node:path';
import { diskError, writeFileDurably } from '@sluice/core';
import { prepareOutputFolder } from '../export/prepare-output-folder.ts';
import type { RunSummary } from '../summary/run-summary.ts';
import { formatReport } from './format-report.ts';

/**
 * Writes a run's report to `<folder>/<dataset>-<recipe>/`: `<run-id>.md` for the history, then
 * `README.md`, which is always the latest and what GitHub shows on opening the folder.
 *
 * @returns the path of `README.md`
 * @throws UsageError when the folder cannot be written
 */
export async function writeReport(summary: RunSummary, folder: string): Promise<string> {
  const reports = join(folder, `${summary.name}-${summary.recipe}`);
  await prepareOutputFolder(reports);
  const report = formatReport(summary);
  const latest = join(reports, 'README.md');
  try {
    await writeFileDurably(join(reports, `${summary.runId}.md`), report);
    await writeFileDurably(latest, report);
  } catch (error) {
    throw diskError(error, reports);
  }
  return latest;
}
