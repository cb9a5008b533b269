import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { openDataset } from './open-dataset.ts';

const workbook = join(import.meta.dirname, 'fixtures/excel/two-sheets.xlsx');

async function readSheet(location: string) {
  const dataset = await openDataset(location);
  try {
    const reader = await dataset.database.connection.runAndReadAll(
      `SELECT * EXCLUDE (sluice_ordinal, sluice_line) FROM ${dataset.relation} ORDER BY sluice_ordinal`,
    );
    return { columns: dataset.columns.map(({ name }) => name), cells: reader.getRowsJson() };
  } finally {
    await dataset.close();
  }
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-excel-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('a workbook', () => {
  test('is read from its first sheet, as text, with the empty row between', async () => {
    expect(await readSheet(workbook)).toEqual({
      columns: ['id', 'Website', 'Founded', 'Staff', 'Open'],
      cells: [
        ['00123', 'https://acme.example/', '1998-03-01', '12.5', 'true'],
        [null, null, null, null, null],
        [' 00124 ', null, '2001-01-02 15:30:00', '4930123456', 'false'],
      ],
    });
  });

  test('is read from the sheet behind `#`', async () => {
    expect(await readSheet(`${workbook}#More`)).toEqual({
      columns: ['name'],
      cells: [['only here']],
    });
  });

  test('is refused with its sheets when there is no such sheet', async () => {
    await expect(openDataset(`${workbook}#Nope`)).rejects.toThrow(
      /has no sheet `Nope` \(.*Companies.*More.*\)\. Name one of its sheets behind `#`\./,
    );
  });

  test('keeps times to the second, although it holds fractions of a day', async () => {
    const path = join(await newFolder(), 'times.xlsx');
    const times = ['2024-02-29 13:14:15', '2024-12-31 23:59:59', '1999-01-01 00:00:01'];
    const format = 'yyyy-mm-dd hh:mm:ss';
    const rows = times.map((time) => [{ value: new Date(`${time}Z`), type: Date, format }]);
    await writeExcelFile([[{ value: 'since' }], ...rows]).toFile(path);
    expect((await readSheet(path)).cells).toEqual(times.map((time) => [time]));
  });

  test('may hold its table below empty rows and beside empty columns', async () => {
    const path = join(await newFolder(), 'margin.xlsx');
    const sheet = [
      [null],
      [null, 'name', 'website'],
      [null, 'Acme', 'acme.example'],
      [],
      [null, 'Oak'],
    ];
    await writeExcelFile(sheet).toFile(path);
    const dataset = await openDataset(path);
    onTestFinished(() => dataset.close());
    expect(dataset.columns.map(({ name }) => name)).toEqual(['name', 'website']);
    const rows = await dataset.database.rows(`FROM ${dataset.relation} ORDER BY sluice_ordinal`);
    expect(rows).toMatchObject([
      { name: 'Acme', website: 'acme.example', sluice_line: 3 },
      { name: null, website: null },
      { name: 'Oak', website: null, sluice_line: 5 },
    ]);
  });

  test('may have more rows than a call has arguments', async () => {
    const path = join(await newFolder(), 'long.xlsx');
    const rows = Array.from({ length: 130_000 }, (_, row) => [row === 0 ? 'website' : 'a.example']);
    await writeExcelFile(rows).toFile(path);
    const dataset = await openDataset(path);
    await dataset.close();
    expect(dataset.rows).toBe(129_999);
  });
});
