import { PassThrough } from 'node:stream';
import type { z } from 'zod';
import { runOptionsSchema } from '../../../src/options/run-options.ts';
import { prepareRun } from '../../../src/prepare/prepare-run.ts';
import type { OpenRun } from '../../../src/run/shard-runs.ts';

/** Plans a new run as `pnpm enrich` does, without saying anything; its state goes into `folder`. */
export async function planBenchRun(
  dataset: string,
  folder: string,
  given: z.input<typeof runOptionsSchema>,
): Promise<OpenRun> {
  const options = runOptionsSchema.parse({ ...given, state: folder });
  const nowhere = Object.assign(new PassThrough(), { isTTY: false });
  const context = { cwd: folder, streams: { stdout: nowhere, stderr: nowhere, environment: {} } };
  const run = await prepareRun(context, dataset, options, { say: () => {}, mayCreate: () => true });
  if (run === null) throw new Error('the run was not planned');
  return run;
}
