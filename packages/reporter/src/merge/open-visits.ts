import type { Database } from '@sluice/core';

/**
 * Makes the table `visits`: the stage results that report traffic to a host in their `meta`
 * (`host`, `elapsedMs`, `requests`, `bytes`, `pages`, and `rendered…` where a browser was at work), which are those of the stages that fetch.
 */
export async function openVisits(db: Database): Promise<void> {
  await db.run(`
    CREATE TEMP TABLE visits AS
    SELECT shard, fp_hi, fp_lo, stage, "at", from_run, outcome, reason, unnest(json_transform(meta, '${META}'))
    FROM entries
    WHERE kind = 'result' AND step IS NULL AND contains(meta, '"host"')`);
  await db.run('DELETE FROM visits WHERE host IS NULL');
}

const META = JSON.stringify({
  host: 'VARCHAR',
  elapsedMs: 'DOUBLE',
  requests: 'BIGINT',
  bytes: 'BIGINT',
  pages: 'BIGINT',
  renderedPages: 'BIGINT',
  renderedGain: 'BIGINT',
  renderedInVain: 'BIGINT',
});
