import type { Database } from '@sluice/core';
import type { FoundWebsites } from './run-summary.ts';

/**
 * Reads for how many rows a website was looked for, from the `meta` of the stage that looks
 * (`refusedWebsites`).
 *
 * @returns null when none was looked for
 */
export async function readWebsites(db: Database): Promise<FoundWebsites | null> {
  const [sum] = await db.rows<FoundWebsites & { readonly sought: number }>(`
    WITH looked AS (
      SELECT outcome, json_transform(meta, '{"refusedWebsites":"BIGINT"}').refusedWebsites AS refused
      FROM entries
      WHERE kind = 'result' AND step IS NULL AND contains(meta, '"refusedWebsites"')
    )
    SELECT count(*)::DOUBLE AS sought, (count(*) FILTER (outcome = 'ok'))::DOUBLE AS found,
      coalesce(sum(refused), 0)::DOUBLE AS refused
    FROM looked`);
  if (sum === undefined || sum.sought === 0) return null;
  return { found: sum.found, refused: sum.refused };
}
