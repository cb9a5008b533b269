import { openDuckDB, sqlText, type RunFolder } from '@sluice/core';
import { z } from 'zod';
import type { Guesses } from './count-requests.ts';

/** Of a crawl's `meta`, the part that is read here. */
const metaSchema = z.object({ guessedPages: z.number(), wrongGuesses: z.number() });

/** Adds up what the crawls of a run guessed. */
export async function readGuesses(folder: RunFolder): Promise<Guesses> {
  const database = await openDuckDB();
  try {
    const rows = await database.rows<{ meta: string }>(
      `SELECT meta FROM read_parquet(${sqlText(folder.ledger)})
       WHERE kind = 'result' AND stage = 'crawl' AND step IS NULL AND outcome = 'ok'`,
    );
    const metas = rows.map(({ meta }) => metaSchema.parse(JSON.parse(meta)));
    return {
      guessedPages: metas.reduce((sum, { guessedPages }) => sum + guessedPages, 0),
      wrongGuesses: metas.reduce((sum, { wrongGuesses }) => sum + wrongGuesses, 0),
    };
  } finally {
    database.close();
  }
}
