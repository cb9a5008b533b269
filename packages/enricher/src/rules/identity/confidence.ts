/** A confidence that grows evenly with a score and stops at `most`; two decimals. */
export function growingConfidence(
  score: number,
  from: number,
  perPoint: number,
  most: number,
): number {
  return Math.round(Math.min(most, from + score * perPoint) * 100) / 100;
}
