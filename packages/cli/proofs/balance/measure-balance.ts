import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestWeb, makeTempFolder, page, type Site } from '@sluice/testkit';
import { planBenchRun } from '../bench/measure/plan-bench-run.ts';
import { openRunLog } from '../../src/run/run-log.ts';
import { runShardsHere } from '../../src/run/shard-runs.ts';

export interface BalanceOptions {
  /** Domains with one row each. */
  readonly domains: number;
  /** Rows of one more domain. */
  readonly rowsOfHeavyDomain: number;
  readonly shards: number;
}

/** The work of each shard, as the web counted it. */
export interface Balance {
  /** Requests of each shard. */
  readonly requests: readonly number[];
  /** Time of each shard, all of them one after another in this process, in milliseconds. */
  readonly elapsedMs: readonly number[];
  /** The largest shard's requests ÷ the mean. */
  readonly ratio: number;
}

/**
 * Runs the company recipe over many small domains and a large one, shard by shard, and counts what each
 * shard really did.
 */
export async function measureBalance(options: BalanceOptions): Promise<Balance> {
  await using web = await createTestWeb({ keepsRequests: false });
  await using scratch = await makeTempFolder();
  web.addSites(() => smallSite);
  const dataset = join(scratch.path, 'list.csv');
  await writeFile(dataset, ['website', ...websites(options)].join('\n'));
  const run = await planBenchRun(dataset, scratch.path, {
    delay: 0,
    proxy: web.proxyUrl,
    shards: options.shards,
  });
  const log = openRunLog(run.folder.log, 'warn');
  const hooks = {
    stop: new AbortController().signal,
    log,
    onProgress: () => {},
    coordinator: null,
  };
  const requests: number[] = [];
  const elapsedMs: number[] = [];
  let counted = 0;
  for (let shard = 1; shard <= options.shards; shard += 1) {
    const startedMs = performance.now();
    await runShardsHere(run, [shard], hooks);
    elapsedMs.push(performance.now() - startedMs);
    const { requests: total } = web.counts();
    requests.push(total - counted);
    counted = total;
  }
  log.close();
  const mean = counted / options.shards;
  return { requests, elapsedMs, ratio: Math.max(...requests) / mean };
}

function websites({ domains, rowsOfHeavyDomain }: BalanceOptions): string[] {
  return [
    ...Array.from({ length: domains }, (_, n) => `http://company-${n}.example/`),
    ...Array.from({ length: rowsOfHeavyDomain }, (_, n) => `http://marketplace.example/shop/${n}`),
  ];
}

const anyPage = page('<title>A shop</title><p>Write to <a href="mailto:a@a.example">us</a>.</p>');
const smallSite: Site = {
  options: {},
  find: ({ pathname }) => (pathname === '/robots.txt' ? undefined : anyPage),
};
