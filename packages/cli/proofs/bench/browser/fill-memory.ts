import { createBrowserPool } from '../../../../scraper/src/browser/browser-pool.ts';
import { answerParent } from '../measure/answer-parent.ts';
import { loopbackWeb } from '../measure/loopback-web.ts';
import { descendantsPssBytes } from '../measure/process-tree.ts';
import type { MemoryAnswer, MemoryTask } from './rendering-task.ts';

const signal = new AbortController().signal;

// As a run does it: several sites at a time, and the pool recycles its browsers when it wants to.
await answerParent(async ({ urls, originPort, atOnce }: MemoryTask): Promise<MemoryAnswer> => {
  const pool = createBrowserPool(loopbackWeb(originPort));
  const pssBytes: number[] = [];
  const left = urls.values();
  const lane = async () => {
    for (const url of left) {
      const site = await pool.openSite();
      await site.render(url, { signal, crawlDelayMs: 0, maxBytes: 10_000_000 });
      pssBytes.push(await descendantsPssBytes(process.pid));
      await site.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const { browserLaunches } = pool.counters();
  await pool.close();
  return { pssBytes, browserLaunches };
});
