import { fileURLToPath } from 'node:url';
import { manyOriginHosts, startTestWebProcess } from '@sluice/testkit';
import { medians } from '../measure/median.ts';
import { adoptingOrphans } from '../measure/process-tree.ts';
import { runChild } from '../measure/run-child.ts';
import type {
  MemoryAnswer,
  MemoryTask,
  RenderingAnswer,
  RenderingTask,
  RenderWay,
} from './rendering-task.ts';

export interface BrowserBenchOptions {
  /** Of a site: `page` has 55 KB of HTML, `` is an application shell with 200 KB of script. */
  readonly path: 'page' | '';
  /** Pages that each way renders in a round; each is a site. */
  readonly pages: number;
  /** Times that all ways run, alternately. */
  readonly rounds: number;
  /** Pages over which memory is watched, and how many of them are rendered at the same time. */
  readonly memoryPages: number;
  readonly atOnce: number;
}

/** CPU time as medians over the rounds, of a page and of all processes that had to do with it. */
export interface BrowserBenchResult {
  readonly poolCpuMs: number;
  /** Of that, the process that drives the browser and runs the filtering proxy. */
  readonly poolOwnCpuMs: number;
  readonly reusedCpuMs: number;
  readonly launchedCpuMs: number;
  readonly plainCpuMs: number;
  /** Pool ÷ one page for all. */
  readonly ratioToReused: number;
  /** Pool ÷ one browser a page that has all of the pool's settings: what sharing a browser saves by itself. */
  readonly ratioToLaunched: number;
  /** Pool ÷ one browser a page with Playwright's defaults: what the pool saves whoever would do without it. */
  readonly ratioToPlain: number;
  /** Of the browser's processes: means over the second and third tenth of the pages, and the last two. */
  readonly earlyPssBytes: number;
  readonly latePssBytes: number;
  readonly memoryRatio: number;
  readonly browserLaunches: number;
}

/**
 * Renders the same pages by the pool, in one page for all, and in one browser a page; then many
 * by the pool, for its memory.
 *
 * One browser a page is measured twice, always the same program. With Playwright's defaults it is what there would
 * be without a pool, and what the pool is held against. With the pool's own settings, proxy and way of reading it
 * tells what sharing a browser saves by itself: all else that makes a page cheaper makes both sides cheaper, and
 * the ratio worse.
 *
 * @throws Error when the ways did not render the same
 */
export async function benchBrowser(options: BrowserBenchOptions): Promise<BrowserBenchResult> {
  const { path, pages, rounds, memoryPages, atOnce } = options;
  await using web = await startTestWebProcess({
    script: fileURLToPath(new URL('app-shells.ts', import.meta.url)),
    keepsRequests: false,
  });
  const { originPort } = web;
  const urls = (count: number) =>
    manyOriginHosts(count).map((host) => `http://${host}:${originPort}/${path}`);
  const figures: CpuFigures[] = [];
  // The first page of each way is not counted.
  const task = { urls: urls(pages + 1), originPort };
  for (let round = 0; round < rounds; round += 1) figures.push(await runRound(task));
  const memory = await runChild<MemoryAnswer>(new URL('fill-memory.ts', import.meta.url), {
    urls: urls(memoryPages),
    originPort,
    atOnce,
  } satisfies MemoryTask);
  return { ...medians(figures), ...memoryFigures(memory) };
}

async function runRound(task: Omit<RenderingTask, 'way'>) {
  const pool = await render(task, 'pool');
  const reused = await render(task, 'reused');
  const launched = await render(task, 'launched');
  const plain = await render(task, 'plain');
  if (new Set([pool, reused, launched, plain].map((one) => one.documentBytes)).size > 1) {
    throw new Error('the ways did not render the same');
  }
  return {
    poolCpuMs: pool.cpuMsPerPage,
    poolOwnCpuMs: pool.ownCpuMsPerPage,
    reusedCpuMs: reused.cpuMsPerPage,
    launchedCpuMs: launched.cpuMsPerPage,
    plainCpuMs: plain.cpuMsPerPage,
    ratioToReused: pool.cpuMsPerPage / reused.cpuMsPerPage,
    ratioToLaunched: pool.cpuMsPerPage / launched.cpuMsPerPage,
    ratioToPlain: pool.cpuMsPerPage / plain.cpuMsPerPage,
  };
}

type CpuFigures = Awaited<ReturnType<typeof runRound>>;

function render(task: Omit<RenderingTask, 'way'>, way: RenderWay): Promise<RenderingAnswer> {
  const script = new URL('render-pages.ts', import.meta.url);
  return runChild(script, { ...task, way }, { launcher: adoptingOrphans });
}

function memoryFigures({ pssBytes, browserLaunches }: MemoryAnswer) {
  const part = (from: number, to: number) =>
    mean(pssBytes.slice(Math.floor(pssBytes.length * from), Math.ceil(pssBytes.length * to)));
  const earlyPssBytes = part(0.1, 0.3);
  const latePssBytes = part(0.8, 1);
  return {
    earlyPssBytes,
    latePssBytes,
    memoryRatio: latePssBytes / earlyPssBytes,
    browserLaunches,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
