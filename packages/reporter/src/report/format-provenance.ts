import { plural } from '@sluice/core';
import type { RunSummary } from '../summary/run-summary.ts';
import { formatBytes, formatTime } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { details, numeric, section, table } from './markdown-blocks.ts';

/** What the report is about: run, dataset, recipe, files. */
export function formatProvenance(summary: RunSummary): string | null {
  return section('About this run', [
    table(
      ['', ''],
      [
        ['Run', inertCode(summary.runId)],
        ['Started', formatTime(summary.createdAt)],
        ['Merged', formatTime(summary.mergedAt)],
        ['Based on', inertCode(summary.basedOn ?? '')],
        ['Dataset', inertCode(fileName(summary.dataset.path))],
        ['Dataset SHA-256', inertCode(summary.dataset.sha256)],
        ['Recipe', inertCode(summary.recipe)],
        ['Shards', plural(summary.shardCount, 'shard')],
      ],
    ),
    summary.files.length === 0 ? null : details('Files', fileTable(summary)),
  ]);
}

/** The folders above a dataset say more about a machine than about the run. */
function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function fileTable({ files }: RunSummary): string {
  return table(
    ['File', numeric('Size')],
    files.map(({ file, bytes }) => [inertCode(file), formatBytes(bytes)]),
  );
}
