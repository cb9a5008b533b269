import { formatCount, plural } from '@sluice/core';

/** `1,234 rows`, `1 row`. */
export function formatRows(count: number): string {
  return plural(count, 'row');
}

/** A share as a percentage: `87.5 %`. Neither 0 nor 100 unless it is exactly that. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.1) return '< 0.1 %';
  if (part < whole && percent > 99.9) return '> 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

/** A share as a bar of twenty blocks; anything above zero shows, anything below one leaves a gap. */
export function formatBar(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole;
  const rounded = Math.round(share * BAR_WIDTH);
  const full = Math.min(
    Math.max(rounded, part > 0 ? 1 : 0),
    part < whole ? BAR_WIDTH - 1 : BAR_WIDTH,
  );
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

const BAR_WIDTH = 20;

/** `350 ms`, `4.2 s`, `3 min 20 s`, `5 h 30 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return twoUnits(seconds, 60, 'min', 's');
  return twoUnits(Math.round(seconds / 60), 60, 'h', 'min');
}

function twoUnits(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  const whole = `${formatCount(Math.floor(value / base))} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

/** `512 B`, `1.5 MB`; a kilobyte is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`;
}

/** `2026-11-22 10:00 UTC`. */
export function formatTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
