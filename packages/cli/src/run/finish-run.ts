import { relative } from 'node:path';
import {
  killPoint,
  listRuns,
  readManifest,
  runFolder,
  sealRun,
  type RunFolder,
  type Manifest,
} from '@sluice/core';
import {
  mergeRun,
  writeReport,
  type MergeOptions,
  type ResultFormat,
  type RunSummary,
} from '@sluice/reporter';
import type { OutputFolders } from '../prepare/run-paths.ts';

/** What a merge needs to know beside the run itself. */
export interface FinishOptions {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly folders: OutputFolders;
  readonly formats: readonly ResultFormat[];
  readonly pending: MergeOptions['pending'];
  readonly remarks: readonly string[];
  readonly nextSteps: MergeOptions['nextSteps'];
}

/** A merged run: its summary, and where its report is. */
export interface FinishedRun {
  readonly summary: RunSummary;
  readonly report: string;
}

/** Seals, merges and reports: what every stop ends with. */
export async function finishRun(options: FinishOptions): Promise<FinishedRun> {
  const { folder, manifest, folders, formats, pending, remarks, nextSteps } = options;
  const repaired = await sealRun(folder, manifest);
  // Loaded here, because a run of another recipe than a web one does without the scraper until its end.
  const [{ findReason }, { explainModelReason }] = await Promise.all([
    import('@sluice/scraper'),
    import('@sluice/enricher'),
  ]);
  const summary = await mergeRun(folder, manifest, {
    out: folders.out,
    formats,
    baseRun: await baseRun(folder, manifest),
    explain: (reason) => findReason(reason)?.explanation ?? explainModelReason(reason),
    remarks: [...remarks, ...[...repaired].flatMap(([path, found]) => damage(folder, path, found))],
    ...(pending && { pending }),
    ...(nextSteps && { nextSteps }),
  });
  const report = await writeReport(summary, folders.reports);
  killPoint('merge:report-written');
  return { summary, report };
}

async function baseRun(folder: RunFolder, manifest: Manifest): Promise<MergeOptions['baseRun']> {
  if (manifest.basedOn === null) return null;
  const earlier = await listRuns(folder.root);
  if (!earlier.some(({ runId }) => runId === manifest.basedOn)) return null;
  const base = runFolder(folder.root, manifest.basedOn);
  return { folder: base, manifest: await readManifest(base) };
}

/** What a ledger had to put aside, in words for the report. */
export function damage(
  folder: RunFolder,
  path: string,
  { quarantined }: { readonly quarantined: readonly unknown[] },
): string[] {
  if (quarantined.length === 0) return [];
  const shard = relative(folder.path, path);
  return [
    `${quarantined.length} damaged lines of the journal in ${shard} were put aside in its quarantine files; the work they recorded was done again or is pending.`,
  ];
}
