import { openDuckDB, sqlText } from '@sluice/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutraliseCell, sqlNeutralisedCell } from './neutralise-cell.ts';

test.each([
  ['=HYPERLINK("http://evil.example")', `'=HYPERLINK("http://evil.example")`],
  ['+1-800-FLOWERS', "'+1-800-FLOWERS"],
  ['+1 202 555 0100', "'+1 202 555 0100"],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['+12025550100', '+12025550100'],
  ['-3.5', '-3.5'],
  ['Company', 'Company'],
  ['a=b', 'a=b'],
  ['', ''],
])('%j becomes %j', (text, expected) => {
  expect(neutraliseCell(text)).toBe(expected);
});

test('the SQL expression does the same', async () => {
  const start = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '+1', '-2.', "'");
  const rest = fc.oneof(fc.string(), fc.nat().map(String), fc.string({ unit: 'grapheme' }));
  const texts = fc.array(
    fc.tuple(start, rest).map(([a, b]) => (a + b).replaceAll('\0', '').toWellFormed()),
    { minLength: 50, maxLength: 50 },
  );
  const db = await openDuckDB();
  try {
    await fc.assert(
      fc.asyncProperty(texts, async (cells) => {
        const rows = await db.rows<{ cell: string }>(
          `SELECT ${sqlNeutralisedCell('c')} AS cell FROM (SELECT unnest([${cells.map(sqlText).join(', ')}]) AS c)`,
        );
        expect(rows.map(({ cell }) => cell)).toEqual(cells.map(neutraliseCell));
      }),
      { numRuns: 20 },
    );
  } finally {
    db.close();
  }
});
