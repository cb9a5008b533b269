import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { answerParent } from '../measure/answer-parent.ts';
import { measureUsage, type Usage } from '../measure/measure-usage.ts';
import type { AppendTask } from './append-results.ts';
import { createResults } from './create-results.ts';

/** Lines between two fsyncs. */
const LINES_PER_FSYNC = 100;

// The least that keeping the same results can take: no checksum, no index, no Parquet.
await answerParent(async ({ folder, results }: AppendTask): Promise<Usage> => {
  const entries = createResults(results);
  const file = await open(join(folder, 'bare.ndjson'), 'wx');
  const usage = await measureUsage(async () => {
    for (let from = 0; from < entries.length; from += LINES_PER_FSYNC) {
      const lines = entries
        .slice(from, from + LINES_PER_FSYNC)
        .map((entry) => JSON.stringify(entry));
      await file.write(`${lines.join('\n')}\n`);
      await file.sync();
    }
  });
  await file.close();
  return usage;
});
