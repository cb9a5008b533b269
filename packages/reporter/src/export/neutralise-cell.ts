/**
 * Characters that make a spreadsheet read a cell as a formula. A quote before them makes it read text.
 */
const RISKY_START = /^[=+\-@\t\r]/;

/**
 * A plain signed number, which no spreadsheet can read as anything else. Phone numbers in E.164
 * (`+12025550100`) are such numbers, and a quote before them would break them for every other reader of
 * the file.
 */
const PLAIN_NUMBER = /^[+-]\d+(\.\d+)?$/;

/** Puts a quote before text that a spreadsheet would run as a formula; plain signed numbers stay. */
export function neutraliseCell(text: string): string {
  return RISKY_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** The beginnings of what `RISKY_START` matches and `PLAIN_NUMBER` does not; RE2 cannot look ahead. */
const SQL_RISKY = String.raw`^(?:[=@\t\r]|[+-](?:$|[^0-9]|[0-9]+(?:[^0-9.]|\.$|\.[^0-9]|\.[0-9]+[^0-9])))`;

/**
 * `neutraliseCell` as a SQL expression over an expression of type VARCHAR.
 *
 * A single call, because DuckDB plans anything longer in a time that grows with the square of the columns: a
 * condition with `IN` takes it seconds for 100 columns, and for 2,000 it comes to no end.
 */
export function sqlNeutralisedCell(text: string): string {
  return String.raw`regexp_replace(${text}, '${SQL_RISKY}', '''\0')`;
}
