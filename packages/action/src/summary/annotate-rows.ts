import * as core from '@actions/core';

/** GitHub shows ten annotations of a kind a step. */
const MAX_ANNOTATIONS = 5;
const MAX_LENGTH = 300;

/** Reasons with examples of rows, as the engine's summary has them. */
export interface RowReasons {
  readonly status: string;
  readonly reason: string;
  readonly examples: readonly { readonly row: number; readonly detail: string | null }[];
}

/** Marks the first rows that failed as annotations of the dataset. What pages say is inert in them. */
export function annotateRows(dataset: string, reasons: readonly RowReasons[]): void {
  const failed = reasons
    .filter(({ status }) => status === 'failed')
    .flatMap(({ reason, examples }) => examples.map((example) => ({ reason, ...example })))
    .toSorted((a, b) => a.row - b.row);
  for (const { row, reason, detail } of failed.slice(0, MAX_ANNOTATIONS)) {
    core.warning(`row ${row}: ${reason}, ${(detail ?? '').slice(0, MAX_LENGTH)}`, {
      title: 'A row failed',
      ...(dataset !== '' && { file: dataset }),
    });
  }
}
