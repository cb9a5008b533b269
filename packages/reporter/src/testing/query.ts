import { openDuckDB } from '@sluice/core';

/** Runs one query in a database of its own and gives its rows. */
export async function query<Row>(sql: string): Promise<Row[]> {
  const db = await openDuckDB();
  try {
    return await db.rows<Row>(sql);
  } finally {
    db.close();
  }
}
