/** One measured figure, as it stands in the table. */
export interface Figure {
  readonly bench: string;
  readonly name: string;
  readonly value: number;
  /** Written after the value; empty for a ratio. */
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
  /** What it has to reach; absent for a figure that only informs. */
  readonly target?: Target;
}

/** A bound that belongs to the good side, unless it is a `below`. */
export type Target =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly below: number };

/** Whether a figure reaches its target; one without a target does. */
export function isReached({ value, target }: Figure): boolean {
  if (target === undefined) return true;
  if ('atLeast' in target) return value >= target.atLeast;
  return 'atMost' in target ? value <= target.atMost : value < target.below;
}

/** The figures as a Markdown table, which reads well on a terminal too. */
export function formatFigures(figures: readonly Figure[]): string {
  const head = ['bench', 'figure', 'measured', 'target', 'verdict'];
  const rows = [head, ...figures.map(cells)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [first, ...rest] = rows.map(line);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [first, rule, ...rest].join('\n');
}

function cells(figure: Figure): string[] {
  const { bench, name, value, target } = figure;
  const verdict = isReached(figure) ? 'reached' : 'MISSED';
  return [
    bench,
    name,
    withUnit(value, figure),
    target === undefined ? '' : formatTarget(target, figure),
    target === undefined ? '' : verdict,
  ];
}

function formatTarget(target: Target, figure: Figure): string {
  if ('atLeast' in target) return `≥ ${withUnit(target.atLeast, figure)}`;
  if ('atMost' in target) return `≤ ${withUnit(target.atMost, figure)}`;
  return `< ${withUnit(target.below, figure)}`;
}

function withUnit(value: number, { unit, digits }: Figure): string {
  const number = value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === '' ? number : `${number} ${unit}`;
}
