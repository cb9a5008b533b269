import { formatCount, type HealthReport, type RunProgress } from '@sluice/core';

/** Progress of a run at one moment, ready to show. */
export interface ProgressView {
  readonly progress: RunProgress;
  /** Rows that this call is to finish, those done before included. */
  readonly total: number;
  /** Time since this call began, in milliseconds. */
  readonly elapsedMs: number;
  /** Resident memory of all processes, in bytes. */
  readonly rssBytes: number;
  /** What all shards share, in words, such as the money spent; null where there is nothing to say. */
  readonly shared: string | null;
}

/** Of a wide terminal; on a narrow one the bar leaves room for the numbers. */
const BAR_WIDTH = 24;
const REASONS_SHOWN = 4;

/** The lines of the live display: bar and rate, what is going on, what went wrong. */
export function formatLive(view: ProgressView, width: number): string[] {
  const fraction = view.total === 0 ? 1 : doneOf(view) / view.total;
  const barWidth = Math.min(BAR_WIDTH, Math.floor(0.3 * width));
  const filled = Math.round(fraction * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const lines = [`${bar} ${headline(view)}`, `  ${activity(view)}`];
  const health = describeHealth(view.progress.runHealth);
  if (health !== null) lines.push(`  ${health}`);
  const failures = failuresOf(view.progress);
  if (failures !== '') lines.push(`  ${failures}`);
  return lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
}

/** The same as one plain line, for logs. */
export function formatPlain(view: ProgressView): string {
  const health = describeHealth(view.progress.runHealth);
  const parts = [headline(view), activity(view), health, failuresOf(view.progress)];
  return parts.filter(Boolean).join('; ');
}

/** How the run is and why, in words; null while it is healthy. */
export function describeHealth({ state, reasons }: HealthReport): string | null {
  if (state === 'healthy') return null;
  const why = reasons.map(({ detail }) => detail).join(', ');
  const pause = state === 'critical' ? '; nothing new is begun until that is better' : '';
  return `${state}: ${why}${pause}`;
}

function headline(view: ProgressView): string {
  const done = doneOf(view);
  const percent = view.total === 0 ? 100 : Math.floor((100 * done) / view.total);
  const perSecond = (view.progress.done * 1000) / Math.max(1, view.elapsedMs);
  const left = view.total - done;
  const etaMs = perSecond > 0 && left > 0 ? (left / perSecond) * 1000 : null;
  const eta = etaMs === null ? '' : `, ${formatDuration(etaMs)} left`;
  return `${formatCount(done)}/${formatCount(view.total)} (${percent} %), ${perSecond.toFixed(1)}/s${eta}`;
}

function activity(view: ProgressView): string {
  const { progress } = view;
  const working = Object.entries(progress.working).filter(([, count]) => count > 0);
  const parts = working.map(([stage, count]) => `${stage} ${count}`);
  if (progress.reused > 0) parts.push(`reused ${formatCount(progress.reused)}`);
  if (progress.deferrals > 0) parts.push(`sent back ${formatCount(progress.deferrals)}`);
  if (view.shared !== null) parts.push(view.shared);
  const lagMs = progress.health?.eventLoopP99Ms;
  parts.push(
    `${Math.round(view.rssBytes / 1e6)} MB${lagMs ? `, lag ${Math.round(lagMs)} ms` : ''}`,
  );
  return parts.join(' · ');
}

function failuresOf(progress: RunProgress): string {
  const { failed, partial, skipped } = progress.statuses;
  const reasons = Object.entries(progress.reasons).sort(([, a], [, b]) => b - a);
  const shown = reasons.slice(0, REASONS_SHOWN).map(([reason, count]) => `${reason} ${count}`);
  if (shown.length === 0) return '';
  const more = reasons.length > REASONS_SHOWN ? ', …' : '';
  const counts = [
    [failed, 'failed'],
    [partial, 'partial'],
    [skipped, 'skipped'],
  ] as const;
  const named = counts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  return `${named.join(', ') || 'remarks'}: ${shown.join(', ')}${more}`;
}

function doneOf(view: ProgressView): number {
  return Object.values(view.progress.statuses).reduce((sum, count) => sum + count, 0);
}

/** `1h 05m`, `2m 10s`, `3.4s`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(Math.floor(seconds % 60))}s`;
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
