import type { RecordStatus } from '../model/ledger-entry.ts';
import type { ProcessHealth } from './process-health.ts';
import type { RunEvent } from './run-event.ts';
import type { HealthReport, HealthState } from './run-health.ts';

/** Counters of a run so far; plain data, so that workers can send it and a parent can add it up. */
export interface RunProgress {
  /** Records of earlier calls of this run included. */
  readonly statuses: Record<RecordStatus, number>;
  /** Done in this call. */
  done: number;
  /** By status and reason, of records that are not complete. */
  readonly reasons: Record<string, number>;
  /** Records in a stage right now, by stage name. */
  readonly working: Record<string, number>;
  /** Stage results that were stored before, of this run and of earlier ones. */
  reused: number;
  inherited: number;
  /** Stages that ran. */
  ran: number;
  /** Times a record was sent back to wait. */
  deferrals: number;
  parked: number;
  health: ProcessHealth | null;
  /** How the run is: whether anything is short here, or the way out is closed. */
  runHealth: HealthReport;
}

export function emptyProgress(): RunProgress {
  return {
    statuses: { complete: 0, partial: 0, skipped: 0, failed: 0 },
    done: 0,
    reasons: {},
    working: {},
    reused: 0,
    inherited: 0,
    ran: 0,
    deferrals: 0,
    parked: 0,
    health: null,
    runHealth: { state: 'healthy', reasons: [] },
  };
}

/** Counts one event in. */
export function countEvent(progress: RunProgress, event: RunEvent): void {
  switch (event.type) {
    case 'stage-started':
      add(progress.working, event.stage, 1);
      return;
    case 'stage-ended':
      add(progress.working, event.stage, -1);
      progress.ran += 1;
      return;
    case 'stage-reused':
      progress.reused += 1;
      if (event.isInherited) progress.inherited += 1;
      return;
    case 'record-done':
      progress.done += 1;
      progress.statuses[event.status] += 1;
      if (event.reason !== null && event.status !== 'complete')
        add(progress.reasons, event.reason, 1);
      return;
    case 'record-deferred':
      progress.deferrals += 1;
      return;
    case 'record-parked':
      progress.parked += 1;
      return;
    case 'batch':
      progress.health = event.health;
      return;
    case 'health':
      progress.runHealth = event.health;
      return;
    case 'stopping':
      return;
    default:
      event satisfies never;
  }
}

/** Adds the progress of several shards up; the health shown is the worst one's. */
export function sumProgress(parts: readonly RunProgress[]): RunProgress {
  const total = emptyProgress();
  for (const part of parts) {
    for (const status of ['complete', 'partial', 'skipped', 'failed'] as const) {
      total.statuses[status] += part.statuses[status];
    }
    for (const [reason, count] of Object.entries(part.reasons)) add(total.reasons, reason, count);
    for (const [stage, count] of Object.entries(part.working)) add(total.working, stage, count);
    total.done += part.done;
    total.reused += part.reused;
    total.inherited += part.inherited;
    total.ran += part.ran;
    total.deferrals += part.deferrals;
    total.parked += part.parked;
    if ((part.health?.rssBytes ?? 0) > (total.health?.rssBytes ?? 0)) total.health = part.health;
    if (isWorse(part.runHealth, total.runHealth)) total.runHealth = part.runHealth;
  }
  return total;
}

const severity: Readonly<Record<HealthState, number>> = { healthy: 0, degraded: 1, critical: 2 };

function isWorse(a: HealthReport, b: HealthReport): boolean {
  return severity[a.state] > severity[b.state];
}

function add(counts: Record<string, number>, name: string, change: number): void {
  counts[name] = (counts[name] ?? 0) + change;
}
