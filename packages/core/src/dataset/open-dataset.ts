import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Database, openDuckDB } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import { diskError } from '../disk-error.ts';
import { readCsvTable } from './csv-table.ts';
import type { Dataset, DatasetColumn, DatasetFormat } from './dataset.ts';
import { detectFormat } from './detect-format.ts';
import { type FileFacts, inspectFile, requireSameFile } from './inspect-file.ts';
import { readJsonTable } from './json-table.ts';
import { openParquet } from './parquet-relation.ts';
import { splitSheet } from './split-sheet.ts';
import { setStageMemory } from './stage-memory.ts';
import { stageTable } from './stage-table.ts';
import type { CellLimits, Table } from './table.ts';

/** Of one cell, in bytes of UTF-8, unless `--max-cell` says otherwise. */
export const defaultMaxCellBytes = 1024 * 1024;

export interface OpenDatasetOptions {
  /** The largest cell that is read, in bytes of UTF-8; 1 MiB by default. */
  readonly maxCellBytes?: number;
  /** Where rows are kept aside until `close`; the system's folder for temporary files by default. */
  readonly tempFolder?: string;
}

interface Source {
  readonly columns: readonly DatasetColumn[];
  readonly rows: number;
  readonly relation: string;
  readonly remarks: readonly string[];
}

/**
 * Reads a dataset whole and checks it, with flat memory.
 *
 * @param location - a path, with `#Sheet` behind it for another sheet than the first of a workbook
 * @throws UsageError naming the file, the row or column, and the next step; nothing is left behind
 * @throws ResumableError when the folder for temporary files is full
 */
export async function openDataset(
  location: string,
  options: OpenDatasetOptions = {},
): Promise<Dataset> {
  const { path, sheet } = await splitSheet(resolve(location));
  const facts = await inspectFile(path);
  const format = detectFormat(path, facts.head);
  const folder = await mkdtemp(join(options.tempFolder ?? tmpdir(), 'sluice-dataset-'));
  const limits = { maxCellBytes: options.maxCellBytes ?? defaultMaxCellBytes };
  const database = await openStage(folder);
  const close = async (): Promise<void> => {
    database.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const source = await readSource(database, { path, sheet, facts, format, folder }, limits);
    if (source.rows === 0) throw noRows(path, format);
    const { sha256, bytes } = facts;
    await setStageMemory(database, source.columns.length, bytes / source.rows);
    const requireUnchanged = () => requireSameFile(path, facts);
    return { path, format, sha256, bytes, database, requireUnchanged, close, ...source };
  } catch (error) {
    await close();
    throw diskError(error, folder);
  }
}

interface Input {
  readonly path: string;
  readonly sheet: string | null;
  readonly facts: FileFacts;
  readonly format: DatasetFormat;
  /** For what is kept aside. */
  readonly folder: string;
}

// One thread, and joins as they are written, keep rows in their order without a sort; reading is bound
// by the tokenizer anyway.
async function openStage(folder: string): Promise<Database> {
  const options = { threads: 1, tempFolder: join(folder, 'spill') };
  const database = await openDuckDB(':memory:', options);
  await database.run('SET preserve_insertion_order = true');
  await database.run("SET disabled_optimizers = 'join_order,build_side_probe_side'");
  return database;
}

async function readSource(database: Database, input: Input, limits: CellLimits): Promise<Source> {
  if (input.format === 'parquet') return openParquet(database, input.path, limits);
  const table = await tableReaders[input.format](input, limits);
  await setStageMemory(database, table.columns.length);
  const staged = await stageTable(database, table, input.folder, limits);
  return { columns: table.columns, ...staged, remarks: table.remarks() };
}

type TableReader = (input: Input, limits: CellLimits) => Promise<Table>;

// The libraries for Arrow and Excel take 20 MB, so only a dataset of that kind loads them.
const tableReaders: Readonly<Record<Exclude<DatasetFormat, 'parquet'>, TableReader>> = {
  csv: ({ path, facts }, limits) => readCsvTable(path, facts, null, limits),
  tsv: ({ path, facts }, limits) => readCsvTable(path, facts, '\t', limits),
  json: ({ path, facts }, limits) => readJsonTable(path, facts, 'json', limits),
  jsonl: ({ path, facts }, limits) => readJsonTable(path, facts, 'jsonl', limits),
  arrow: async ({ path }) => (await import('./arrow-table.ts')).readArrowTable(path),
  xlsx: async ({ path, sheet }) => (await import('./excel-table.ts')).readExcelTable(path, sheet),
};

const withHeader: ReadonlySet<DatasetFormat> = new Set(['csv', 'tsv', 'xlsx']);

function noRows(path: string, format: DatasetFormat): UsageError {
  const what = withHeader.has(format) ? 'a header but no rows' : 'no rows';
  return new UsageError(`The dataset \`${path}\` has ${what}. Add at least one.`);
}
