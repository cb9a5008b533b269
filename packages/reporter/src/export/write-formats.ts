import type { Database } from '@sluice/core';
import type { ExportFolder } from './export-folder.ts';
import type { ResultFormat } from './result-formats.ts';
import { openResultsTable } from './results-table.ts';
import { writeCsv } from './write-csv.ts';
import { FormatRefusal } from './format-refusal.ts';
import { writeDatabase } from './write-database.ts';
import { writeJsonl } from './write-jsonl.ts';

export interface WrittenFormats {
  /** Formats that could not be written, and why. */
  readonly refused: readonly { readonly format: string; readonly reason: string }[];
  readonly cutExcelCells: number;
}

export interface ParquetFiles {
  readonly results: string;
  readonly evidence: string;
}

/**
 * Writes the results in other formats than Parquet, and as a database, from the Parquet files. A format
 * that refuses stops no other.
 */
export async function writeFormats(
  db: Database,
  exported: ExportFolder,
  files: ParquetFiles,
  formats: readonly ResultFormat[],
): Promise<WrittenFormats> {
  const table = await openResultsTable(db, files.results);
  const refused: { format: string; reason: string }[] = [];
  let cutExcelCells = 0;
  // The libraries for Arrow and Excel are loaded only where they are asked for.
  const writers: Record<string, (path: string) => Promise<void>> = {
    csv: (path) => writeCsv(db, table, path),
    jsonl: (path) => writeJsonl(db, table, path),
    arrow: async (path) => (await import('./write-arrow.ts')).writeArrow(db, table, path),
    xlsx: async (path) => {
      const { writeExcel } = await import('./write-excel.ts');
      cutExcelCells = await writeExcel(db, table, path);
    },
    duckdb: (path) => writeDatabase(db, path, files),
  };
  for (const format of Object.keys(writers)) {
    if (format !== 'duckdb' && !formats.includes(format as ResultFormat)) continue;
    const file = `results.${format}`;
    try {
      await writers[format]!(exported.add(file));
    } catch (error) {
      if (!(error instanceof FormatRefusal)) throw error;
      refused.push({ format, reason: error.message });
      await exported.refuse(file);
    }
  }
  return { refused, cutExcelCells };
}
