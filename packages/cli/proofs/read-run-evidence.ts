import { join } from 'node:path';
import { evidenceSchema, openDuckDB, sqlText, type Database, type RunFolder } from '@sluice/core';
import { verifyEvidence } from '@sluice/enricher';
import {
  crawlResultSchema,
  openPageArchive,
  type ArchivedPage,
  type ArchiveReference,
  type PageArchive,
} from '@sluice/scraper';

/** What verifying a run's evidence came to. */
export interface EvidenceCheck {
  readonly rows: number;
  /** Rows that the stored page does not bear out, with the reason. */
  readonly broken: readonly string[];
}

/** Verifies every row of a run's `evidence.parquet` against the stored page it cites. */
export async function checkRunEvidence(folder: RunFolder, out: string): Promise<EvidenceCheck> {
  const database = await openDuckDB();
  const archive = await openPageArchive({
    folder: join(folder.path, 'check'),
    runsFolder: folder.runs,
  });
  try {
    const pages = await readPages(database, folder);
    const rows = await database.rows<Record<string, unknown>>(
      `SELECT * FROM read_parquet(${sqlText(join(out, 'evidence.parquet'))}) ORDER BY sha256`,
    );
    const readPage = createPageReader(archive, pages);
    const broken: string[] = [];
    for (const row of rows) {
      const evidence = evidenceSchema.parse(plainNumbers(row));
      const page = await readPage(evidence.sha256);
      const verified = page
        ? verifyEvidence(evidence, { body: page.body, charset: evidence.charset })
        : { ok: false as const, reason: 'page_missing' };
      if (!verified.ok) broken.push(`${evidence.column} of ${evidence.url}: ${verified.reason}`);
    }
    return { rows: rows.length, broken };
  } finally {
    await archive.close();
    database.close();
  }
}

/** Reads the pages that evidence cites; its rows are in their order, so that each is read once. */
function createPageReader(
  archive: PageArchive,
  pages: ReadonlyMap<string, ArchiveReference>,
): (sha256: string) => Promise<ArchivedPage | null> {
  let latest = '';
  let page: ArchivedPage | null = null;
  return async (sha256) => {
    if (sha256 === latest) return page;
    const reference = pages.get(sha256);
    page = reference === undefined ? null : await archive.read(reference);
    latest = sha256;
    return page;
  };
}

/** Where each crawled page lies, by its SHA-256. */
async function readPages(
  database: Database,
  folder: RunFolder,
): Promise<ReadonlyMap<string, ArchiveReference>> {
  const crawls = await database.rows<{ value: string }>(
    `SELECT value FROM read_parquet(${sqlText(folder.ledger)})
     WHERE kind = 'result' AND stage = 'crawl' AND step IS NULL AND outcome = 'ok'`,
  );
  const pages = crawls.flatMap(({ value }) => crawlResultSchema.parse(JSON.parse(value)).pages);
  return new Map(pages.map(({ sha256, archive }) => [sha256, archive]));
}

function plainNumbers(row: Record<string, unknown>): Record<string, unknown> {
  const plain = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return Object.fromEntries(plain);
}
