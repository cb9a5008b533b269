import type { companyRecipe } from '../../../../recipes/src/company/company-recipe.ts';
import { openWebServices } from '../../../../recipes/src/company/web-services.ts';
import { openRunLog } from '../../../src/run/run-log.ts';
import { runShardsHere, type OpenRun } from '../../../src/run/shard-runs.ts';
import { answerParent } from '../measure/answer-parent.ts';
import { loopbackWeb } from '../measure/loopback-web.ts';
import { measureUsage, type Usage } from '../measure/measure-usage.ts';
import { planBenchRun } from '../measure/plan-bench-run.ts';

/** What to enrich, and how. */
export interface EnrichTask {
  readonly dataset: string;
  /** Of the run's state. */
  readonly folder: string;
  /** Of the web on loopback that all host names stand for. */
  readonly originPort: number;
  readonly concurrency: number | 'auto';
  /** Between two requests to a host, in milliseconds. Default: what the command takes. */
  readonly delayMs?: number;
}

/** What enriching took, and what it counted. */
export interface EnrichAnswer extends Usage {
  readonly records: number;
  readonly requests: number;
  readonly archivedPages: number;
}

// As `pnpm enrich` does it, without planning before and merging after, which have their own benches.
await answerParent(async (task: EnrichTask): Promise<EnrichAnswer> => {
  const run = await plan(task);
  const log = openRunLog(run.folder.log, 'info');
  const hooks = {
    stop: new AbortController().signal,
    log,
    onProgress: () => {},
    coordinator: null,
  };
  let records = 0;
  let counters: Readonly<Record<string, number>> = {};
  const usage = await measureUsage(async () => {
    const { shards } = await runShardsHere(run, [1], hooks);
    records = shards.reduce((sum, { done }) => sum + done, 0);
    counters = shards[0]?.counters ?? {};
  });
  log.close();
  const { requests = 0, archivedPages = 0 } = counters;
  return { ...usage, records, requests, archivedPages };
});

async function plan(task: EnrichTask): Promise<OpenRun> {
  const { dataset, folder, originPort, concurrency, delayMs } = task;
  const pace = { concurrency, ...(delayMs !== undefined && { delay: delayMs }) };
  const run = await planBenchRun(dataset, folder, pace);
  const web = loopbackWeb(originPort);
  const open: typeof companyRecipe.open = (companyOptions, environment) =>
    openWebServices(companyOptions, environment, web);
  return { ...run, recipe: { ...run.recipe, open } };
}
