import * as core from '@actions/core';
import { mkdir } from 'node:fs/promises';
import { RefusedError } from './engine/run-engine.ts';
import { readJobContext, type JobContext } from './job-context.ts';
import { planJob } from './jobs/plan-job.ts';
import { reportJob } from './jobs/report-job.ts';
import { shardJob } from './jobs/shard-job.ts';

const jobs: Readonly<Record<string, (context: JobContext) => Promise<void>>> = {
  plan: planJob,
  shard: shardJob,
  report: reportJob,
};

// A warning about what the clients' own dependencies do says nothing to who reads the log.
Object.assign(process, { noDeprecation: true });

// The only place that catches everything: a job that threw is red, and says why.
try {
  const name = core.getInput('job', { required: true });
  const job = jobs[name];
  if (job === undefined) throw new RefusedError(`there is no job ${name}`);
  const context = readJobContext(process.env);
  await mkdir(context.temp, { recursive: true });
  await job(context);
} catch (error) {
  const dataset = core.getInput('dataset');
  if (error instanceof RefusedError) {
    const file = dataset.length < 1_000 && !/[\r\n]/.test(dataset) ? dataset : '';
    core.error(error.message, { title: 'Refused', ...(file !== '' && { file }) });
    process.exitCode = 1;
  } else {
    core.debug((error as Error).stack ?? '');
    core.setFailed((error as Error).message);
  }
}
// Connections that the clients keep alive must not hold the job.
process.exit();
