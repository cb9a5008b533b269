import { Agent, request } from 'undici';
import { answerParent } from '../measure/answer-parent.ts';
import { measureUsage } from '../measure/measure-usage.ts';

/** What the bare loop fetches, and how. */
export interface BareLoopTask {
  /** All on loopback, whatever their host names are. */
  readonly urls: readonly string[];
  readonly concurrency: number;
}

// The least that fetching these URLs can take: nothing is parsed, checked, limited or kept.
await answerParent(async ({ urls, concurrency }: BareLoopTask) => {
  const dispatcher = new Agent({
    connect: { lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]) },
  });
  const left = urls.values();
  const loop = async () => {
    for (const url of left) {
      const { body } = await request(url, { dispatcher });
      await body.arrayBuffer();
    }
  };
  const usage = await measureUsage(() => Promise.all(Array.from({ length: concurrency }, loop)));
  await dispatcher.destroy();
  return usage;
});
