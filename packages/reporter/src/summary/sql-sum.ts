/** SQL of a sum as a number that JavaScript has, 0 where there is nothing to add up. */
export function sqlSum(expression: string, filter = 'true'): string {
  return `coalesce(sum(${expression}) FILTER (${filter}), 0)::DOUBLE`;
}
