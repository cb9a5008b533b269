import type { Database } from '@sluice/core';
import type { HostSummary, RunSummary } from './run-summary.ts';
import { sqlSum } from './sql-sum.ts';

/** Hosts that the summary names in each list. */
const HOSTS = 10;

/** Reads the slowest and the most failing hosts of this run, and what all of them together cost. */
export async function readHosts(db: Database): Promise<Pick<RunSummary, 'hosts' | 'traffic'>> {
  await db.run(`CREATE TEMP TABLE hosts AS ${BY_HOST}`);
  const slowest = await db.rows<HostSummary>(
    describeHosts('mean_ms IS NOT NULL', 'mean_ms DESC, host'),
  );
  const failing = await db.rows<HostSummary>(
    describeHosts('failures > 0', 'failures DESC, visits, host'),
  );
  const [total] = await db.rows<NonNullable<RunSummary['traffic']>>(TOTAL);
  const traffic = total === undefined || total.hosts === 0 ? null : total;
  return { hosts: { slowest, failing }, traffic };
}

/** What was taken over from an earlier run says nothing about how the hosts behave now. */
const OWN_VISITS = 'FROM visits WHERE from_run IS NULL';

/** What hosts are ranked by, and no more: there may be as many as rows. */
const BY_HOST = `
  SELECT host, count(*) AS visits, count_if(outcome = 'failed') AS failures, avg(elapsedMs) AS mean_ms
  ${OWN_VISITS} GROUP BY host`;

/** SQL for the first hosts in this order, with what else is told of them. */
function describeHosts(condition: string, order: string): string {
  return `
    WITH first AS (FROM hosts WHERE ${condition} ORDER BY ${order} LIMIT ${HOSTS}),
    described AS (
      SELECT host, mode(reason) FILTER (outcome = 'failed') AS reason, max(elapsedMs) AS max_ms,
        sum(requests) AS requests, sum(bytes) AS bytes
      FROM (SELECT * ${OWN_VISITS}) SEMI JOIN first USING (host) GROUP BY host
    )
    SELECT host, visits::DOUBLE AS visits, failures::DOUBLE AS failures, reason, mean_ms AS "meanMs",
      max_ms AS "maxMs", coalesce(requests, 0)::DOUBLE AS requests, coalesce(bytes, 0)::DOUBLE AS bytes
    FROM first JOIN described USING (host) ORDER BY ${order}`;
}

const TOTAL = `
  SELECT ${sqlSum('requests')} AS requests, ${sqlSum('bytes')} AS bytes, ${sqlSum('pages')} AS pages,
    (SELECT count(*)::DOUBLE FROM hosts) AS hosts, ${sqlSum('renderedPages')} AS "renderedPages",
    ${sqlSum('renderedGain')} AS "renderedGain", ${sqlSum('renderedInVain')} AS "renderedInVain"
  ${OWN_VISITS}`;
