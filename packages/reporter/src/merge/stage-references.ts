/**
 * SQL for a record's `stages` as a list of `{ stage, fingerprint, position }`, the position from 1.
 *
 * @param column - the JSON text `[{"stage": …, "fingerprint": …}]`
 */
export function numberedStages(column: string): string {
  const shape = '[{"stage":"VARCHAR","fingerprint":"VARCHAR"}]';
  return `list_transform(from_json(${column}, '${shape}'), lambda s, i: {
    stage: s.stage, fingerprint: s.fingerprint, position: i })`;
}

/**
 * SQL for a half of the first 16 bytes of a fingerprint in hexadecimal, as a segment's `fp_hi` (from the
 * first digit) or `fp_lo` (from the seventeenth).
 */
export function fingerprintPart(text: string, from: 1 | 17): string {
  return `('0x' || ${text}[${from}:${from + 15}])::UBIGINT`;
}
