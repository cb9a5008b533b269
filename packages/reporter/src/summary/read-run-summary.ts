import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhereMissing, UsageError, type RunFolder } from '@sluice/core';
import { z } from 'zod';
import { runSummarySchema, summaryVersion, type RunSummary } from './run-summary.ts';

/** Where a run's folder keeps the summary of its last merge. */
export function summaryFile(folder: RunFolder): string {
  return join(folder.path, 'summary.json');
}

/**
 * Reads the summary of a run's last merge.
 *
 * @returns null when the run was never merged
 * @throws UsageError when the file is damaged or was written by a newer version
 */
export async function readRunSummary(folder: RunFolder): Promise<RunSummary | null> {
  const file = summaryFile(folder);
  const text = await readFile(file, 'utf8').catch(nullWhereMissing);
  if (text === null) return null;
  try {
    return parseRunSummary(JSON.parse(text), file);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`\`${file}\` is not valid JSON; merge the run again`, { cause: error });
  }
}

function parseRunSummary(content: unknown, file: string): RunSummary {
  const version = (content as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > summaryVersion) {
    throw new UsageError(
      `\`${file}\` has version \`${version}\`, this Sluice reads up to ${summaryVersion}; update Sluice`,
    );
  }
  const parsed = runSummarySchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `\`${file}\` is damaged; merge the run again: ${z.prettifyError(parsed.error)}`,
  );
}
