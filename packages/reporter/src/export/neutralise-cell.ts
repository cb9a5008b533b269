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

/** `neutraliseCell` as a SQL expression over an expression of type VARCHAR. */
export function sqlNeutralisedCell(text: string): string {
  return (
    `CASE WHEN left(${text}, 1) IN ('=', '+', '-', '@', chr(9), chr(13)) ` +
    `AND NOT regexp_full_match(${text}, '[+-][0-9]+(\\.[0-9]+)?') THEN '''' || ${text} ELSE ${text} END`
  );
}
