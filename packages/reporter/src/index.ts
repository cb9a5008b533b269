export { prepareOutputFolder } from './export/output-folder.ts';
export { resultFormats, type ResultFormat } from './export/result-formats.ts';
export { mergeRun, type MergeOptions } from './merge/merge-run.ts';
export type { PendingReasons } from './summary/account-rows.ts';
export type { BaseRun } from './summary/compare-runs.ts';
export { readRunSummary } from './summary/read-run-summary.ts';
export { runSummarySchema, type RunSummary } from './summary/run-summary.ts';
export { findSegments } from './merge/find-segments.ts';
export { mergeLedger } from './merge/merge-ledger.ts';
