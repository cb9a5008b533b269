import { join } from 'node:path';
import { makeTempFolder, startTestWebProcess } from '@sluice/testkit';
import { AUTO_CONCURRENCY } from '../../../src/run/shard-runs.ts';
import { enrichOrigins, writeOrigins } from './enrich-origins.ts';
import type { EnrichAnswer, EnrichTask } from './enrich.ts';

export interface PaceBenchOptions {
  /** Websites. */
  readonly origins: number;
  /** Before every answer of the fastest host, and of the slowest, in milliseconds. */
  readonly latencyMs: number;
  readonly maxLatencyMs: number;
}

export interface PaceBenchResult {
  readonly sitesPerSecond: number;
  /** Of the most records in work at the same time that `auto` would ever have, from the beginning. */
  readonly fixedSitesPerSecond: number;
  readonly ratio: number;
  /** Of all threads, as a share of one core. */
  readonly cores: number;
  readonly peakRssBytes: number;
}

/**
 * Times the company recipe as people call it, with every default: polite to each host, and with as many records
 * in work as `--concurrency auto` finds right. The web bears whatever is asked of it, so that whatever `auto`
 * holds back is lost.
 */
export async function benchPace(options: PaceBenchOptions): Promise<PaceBenchResult> {
  const { origins, latencyMs, maxLatencyMs } = options;
  await using scratch = await makeTempFolder();
  await using web = await startTestWebProcess({
    manyOrigins: { hosts: origins, latencyMs, maxLatencyMs },
    keepsRequests: false,
  });
  const { originPort } = web;
  const dataset = await writeOrigins(scratch.path, origins, originPort);
  const enrich = (concurrency: EnrichTask['concurrency']) => {
    const folder = join(scratch.path, String(concurrency));
    return enrichOrigins({ dataset, folder, originPort, concurrency });
  };
  const auto = await enrich('auto');
  const fixed = await enrich(AUTO_CONCURRENCY);
  return {
    sitesPerSecond: perSecond(auto),
    fixedSitesPerSecond: perSecond(fixed),
    ratio: fixed.elapsedMs / auto.elapsedMs,
    cores: auto.cpuMs / auto.elapsedMs,
    peakRssBytes: auto.peakRssBytes,
  };
}

function perSecond({ records, elapsedMs }: EnrichAnswer): number {
  return (records / elapsedMs) * 1_000;
}
