import { countBy } from './count-by.ts';
import { MAX_GROWTH } from './judge-memory.ts';
import type { SoakVerdict } from './check-soak.ts';
import type { SoakPlan } from './plan-soak.ts';
import type { SoakOutcome } from './run-soak.ts';
import { describeEnd } from './site-kind.ts';

/** Violations that are printed. */
const MAX_SHOWN = 60;

/** Expected and found by status and reason, the figures, and below them what was violated. */
export function formatSoak(plan: SoakPlan, outcome: SoakOutcome, verdict: SoakVerdict): string {
  const { violations } = verdict;
  const hidden = violations.length - MAX_SHOWN;
  return [
    ...formatReasons(plan, outcome),
    '',
    ...formatFigures(outcome, verdict),
    '',
    violations.length === 0 ? 'no violation' : `${violations.length} violations`,
    ...violations.slice(0, MAX_SHOWN).map((violation) => `  ${violation}`),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ].join('\n');
}

function formatReasons({ records }: SoakPlan, { first }: SoakOutcome): string[] {
  const expected = countBy(records.map(({ end }) => describeEnd(end.status, end.reason)));
  const found = countBy(first.rows.map((row) => describeEnd(row._status, row._reason)));
  const names = [...new Set([...expected.keys(), ...found.keys()])].toSorted();
  const line = (name: string, ...counts: readonly (string | number)[]): string =>
    name.padEnd(32) + counts.map((count) => String(count).padStart(10)).join('');
  return [
    line('status and reason', 'expected', 'found'),
    ...names.map((name) => line(name, expected.get(name) ?? 0, found.get(name) ?? 0)),
    line('in all', records.length, first.rows.length),
  ];
}

function formatFigures({ first, second, evidence }: SoakOutcome, verdict: SoakVerdict): string[] {
  const { peakBytes, secondFifthBytes, lastFifthBytes } = verdict.memory;
  const requests = [...first.requests.values()].reduce((sum, count) => sum + count, 0);
  const again = [...second.requests.values()].reduce((sum, count) => sum + count, 0);
  const growth = (lastFifthBytes ?? 0) / (secondFifthBytes ?? 1);
  return [
    ['records a second', verdict.recordsPerSecond.toFixed(1)],
    ['time', `${(first.end.elapsedMs / 1_000).toFixed(1)} s`],
    ['time of the second call', `${(second.end.elapsedMs / 1_000).toFixed(1)} s`],
    ['requests', String(requests)],
    ['requests of the second call', String(again)],
    ['evidence rows verified', String(evidence.rows)],
    ['health suffered from', [...new Set(first.healthReasons)].join(', ') || 'nothing'],
    ['memory at its peak, merge included', megabytes(peakBytes)],
    ['memory in the second fifth', megabytes(secondFifthBytes)],
    ['memory in the last fifth', megabytes(lastFifthBytes)],
    ['last ÷ second fifth', `${growth.toFixed(2)} (at most ${MAX_GROWTH})`],
  ].map(([name = '', value = '']) => name.padEnd(36) + value);
}

function megabytes(bytes: number | null): string {
  return bytes === null ? 'not seen' : `${Math.round(bytes / 1e6)} MB`;
}
