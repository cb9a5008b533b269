import type { RecordStatus } from '../model/ledger-entry.ts';
import type { Json } from '../model/json.ts';
import type { Evidence } from '../model/evidence.ts';
import type { FilledColumns, StageResult } from '../model/stage-result.ts';
import type { StageOutputs } from './stage.ts';

/** How a record ends. */
export interface SettledRecord {
  readonly status: RecordStatus;
  readonly reason: string | null;
  readonly detail: string | null;
  /** Output column to value; columns that no stage filled are absent. */
  readonly columns: Readonly<Record<string, Json>>;
  /** Output column to the stage that its value came from. */
  readonly filledBy: Readonly<Record<string, string>>;
}

/**
 * Decides a record's status from its stages: a required stage skipped means `skipped`, a required one
 * failed means `failed`, an optional one failed means `partial`, else `complete`.
 *
 * @param stages - in stage order
 * @param outputs - every stage's result by name
 */
export function settleRecord(
  stages: readonly { readonly name: string; readonly required: boolean }[],
  outputs: StageOutputs,
): SettledRecord {
  const results = stages.map((stage) => ({ ...stage, result: resultOf(outputs, stage.name) }));
  const decisive = results.find((stage) => stage.required && stage.result.outcome !== 'ok');
  const failed = results.find(({ result }) => result.outcome === 'failed');
  const remark = results.find(({ result }) => result.outcome === 'ok' && result.reason !== null);
  const cause = (decisive ?? failed ?? remark)?.result;
  return {
    status: statusOf(decisive?.result, failed?.result),
    reason: cause?.reason ?? null,
    detail: cause?.detail ?? null,
    ...fillColumns(results),
  };
}

function resultOf(outputs: StageOutputs, stage: string): StageResult {
  const result = outputs[stage];
  if (result === undefined) throw new Error(`stage \`${stage}\` has no result to settle`);
  return result;
}

function statusOf(required?: StageResult, failed?: StageResult): RecordStatus {
  if (required?.outcome === 'skipped') return 'skipped';
  if (required !== undefined) return 'failed';
  return failed === undefined ? 'complete' : 'partial';
}

function fillColumns(
  results: readonly { name: string; result: StageResult }[],
): Pick<SettledRecord, 'columns' | 'filledBy'> {
  const columns: Record<string, Json> = {};
  const filledBy: Record<string, string> = {};
  for (const { name, result } of results) {
    for (const [column, value] of Object.entries(filledColumns(result)?.columns ?? {})) {
      if (value === null) continue;
      columns[column] = value;
      filledBy[column] = name;
    }
  }
  return { columns, filledBy };
}

/** The columns and evidence of a stage's result, or null where it fills none. */
export function filledColumns(result: StageResult): FilledColumns | null {
  const value = result.value as { columns?: Record<string, Json>; evidence?: Evidence[] } | null;
  if (result.outcome !== 'ok' || value === null || typeof value !== 'object') return null;
  if (value.columns === undefined) return null;
  return { columns: value.columns, evidence: value.evidence ?? [] };
}
