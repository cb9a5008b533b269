import type { Database } from '@sluice/core';
import type { HostSummary, RunSummary } from './run-summary.ts';

/** Hosts that the summary names in each list. */
const HOSTS = 10;

/** Reads the slowest and the most failing hosts of this run, and what all of them together cost. */
export async function readHosts(db: Database): Promise<Pick<RunSummary, 'hosts' | 'traffic'>> {
  await db.run(`CREATE TEMP TABLE hosts AS ${BY_HOST}`);
  const slowest = await db.rows<HostSummary>(
    `${SELECT_HOST} WHERE mean_ms IS NOT NULL ORDER BY mean_ms DESC, host LIMIT ${HOSTS}`,
  );
  const failing = await db.rows<HostSummary>(
    `${SELECT_HOST} WHERE failures > 0 ORDER BY failures DESC, visits, host LIMIT ${HOSTS}`,
  );
  const [total] = await db.rows<NonNullable<RunSummary['traffic']>>(TOTAL);
  const traffic = total === undefined || total.hosts === 0 ? null : total;
  return { hosts: { slowest, failing }, traffic };
}

/** What was taken over from an earlier run says nothing about how the hosts behave now. */
const BY_HOST = `
  SELECT host, count(*) AS visits, count_if(outcome = 'failed') AS failures,
    mode(reason) FILTER (outcome = 'failed') AS reason, avg(elapsedMs) AS mean_ms, max(elapsedMs) AS max_ms,
    coalesce(sum(requests), 0) AS requests, coalesce(sum(bytes), 0) AS bytes,
    coalesce(sum(pages), 0) AS pages, coalesce(sum(renderedPages), 0) AS rendered_pages,
    coalesce(sum(renderedGain), 0) AS rendered_gain,
    coalesce(sum(renderedInVain), 0) AS rendered_in_vain
  FROM visits WHERE from_run IS NULL GROUP BY host`;

const SELECT_HOST = `
  SELECT host, visits::DOUBLE AS visits, failures::DOUBLE AS failures, reason, mean_ms AS "meanMs",
    max_ms AS "maxMs", requests::DOUBLE AS requests, bytes::DOUBLE AS bytes
  FROM hosts`;

const TOTAL = `
  SELECT coalesce(sum(requests), 0)::DOUBLE AS requests, coalesce(sum(bytes), 0)::DOUBLE AS bytes,
    coalesce(sum(pages), 0)::DOUBLE AS pages, count(*)::DOUBLE AS hosts,
    coalesce(sum(rendered_pages), 0)::DOUBLE AS "renderedPages",
    coalesce(sum(rendered_gain), 0)::DOUBLE AS "renderedGain",
    coalesce(sum(rendered_in_vain), 0)::DOUBLE AS "renderedInVain"
  FROM hosts`;
