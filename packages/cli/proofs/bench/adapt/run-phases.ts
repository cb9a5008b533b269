import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createHttpFetcher, type PageFetcher } from '@sluice/scraper';
import { openRunLog } from '../../../src/run/run-log.ts';
import { runShardsHere, type OpenRun } from '../../../src/run/shard-runs.ts';
import { answerParent } from '../measure/answer-parent.ts';
import { loopbackWeb } from '../measure/loopback-web.ts';
import { planBenchRun } from '../measure/plan-bench-run.ts';
import type { OnePageServices } from './one-page-recipe.ts';
import { CONTROL_HOST, type PhaseAnswer, type PhaseTask } from './phase-task.ts';

const RECIPE = fileURLToPath(new URL('one-page-recipe.ts', import.meta.url));

await answerParent(async (task: PhaseTask): Promise<PhaseAnswer> => {
  const { dataset, folder, originPort, concurrency, capacities } = task;
  const counts = { answered: 0, refused: 0 };
  const fetcher = createHttpFetcher(loopbackWeb(originPort));
  const planned = await planBenchRun(dataset, folder, { recipe: RECIPE, concurrency });
  const run = withServices(planned, countingFetcher(fetcher, counts));
  const log = openRunLog(run.folder.log, 'info');
  const stop = new AbortController();
  const setCapacity = (capacity: number) =>
    fetcher.fetch(`http://${CONTROL_HOST}:${originPort}/${capacity}`, { accept: 'any' });
  await setCapacity(capacities[0]!);
  let failed = 0;
  const running = runShardsHere(run, [1], {
    stop: stop.signal,
    log,
    onProgress: (_, progress) => {
      failed = progress.statuses.failed;
    },
    coordinator: null,
  });
  const perSecond: number[] = [];
  for (const capacity of capacities) {
    await setCapacity(capacity);
    await delay(task.settlingMs);
    const before = counts.answered;
    const startMs = performance.now();
    await delay(task.measuredMs);
    perSecond.push(((counts.answered - before) / (performance.now() - startMs)) * 1_000);
  }
  const { answered, refused } = counts;
  stop.abort({ code: 'signal', message: 'the bench is over' });
  const { shards } = await running;
  log.close();
  if (shards[0]?.stopped === null) throw new Error('the dataset was too short');
  return { perSecond, answered, refused, lost: failed };
});

function withServices(run: OpenRun, fetcher: PageFetcher): OpenRun {
  const services: OnePageServices = {
    fetcher,
    sync: async () => {},
    close: () => fetcher.close(),
    counters: () => ({}),
  };
  return { ...run, recipe: { ...run.recipe, open: async () => services } };
}

function countingFetcher(
  fetcher: PageFetcher,
  counts: { answered: number; refused: number },
): PageFetcher {
  return {
    close: () => fetcher.close(),
    async fetch(url, options) {
      try {
        const page = await fetcher.fetch(url, options);
        counts.answered += 1;
        return page;
      } catch (error) {
        if (options?.signal?.aborted !== true) counts.refused += 1;
        throw error;
      }
    },
  };
}
