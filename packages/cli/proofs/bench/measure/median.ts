/** The middle one; of an even number the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('no values to take the median of');
  return middle;
}

/** The median of every figure of several measurements by itself. */
export function medians<Figures extends { readonly [Name in keyof Figures]: number }>(
  measurements: readonly Figures[],
): Figures {
  const [first] = measurements;
  if (first === undefined) throw new Error('no measurements to take medians of');
  const names = Object.keys(first) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => [name, median(measurements.map((figures) => figures[name]))]),
  ) as Figures;
}
