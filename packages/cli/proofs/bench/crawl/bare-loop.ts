import { Pool } from 'undici';
import { answerParent } from '../measure/answer-parent.ts';
import { measureUsage } from '../measure/measure-usage.ts';

/** What the bare loop fetches, and how. */
export interface BareLoopTask {
  readonly proxyUrl: string;
  readonly urls: readonly string[];
  readonly concurrency: number;
}

// The least that fetching these URLs can take: nothing is parsed, checked, limited or kept.
await answerParent(async ({ proxyUrl, urls, concurrency }: BareLoopTask) => {
  const proxy = new Pool(proxyUrl);
  const left = urls.values();
  const loop = async () => {
    for (const url of left) {
      const headers = { host: new URL(url).host };
      const { body } = await proxy.request({ method: 'GET', path: url, headers });
      await body.arrayBuffer();
    }
  };
  const usage = await measureUsage(() => Promise.all(Array.from({ length: concurrency }, loop)));
  await proxy.destroy();
  return usage;
});
