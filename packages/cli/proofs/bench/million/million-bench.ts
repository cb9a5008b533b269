import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { makeTempFolder, startNode, type RunningNode } from '@sluice/testkit';
import { enrichNodeFlags } from '../../enrich-node-flags.ts';
import { ANNOUNCE_AFTER, ANNOUNCEMENT, PEAK_MEMORY } from './announcements.ts';

export interface MillionBenchOptions {
  /** Rows of the large run. */
  readonly rows: number;
  /** Rows of the small run, whose memory the large one's is compared with. */
  readonly fewRows: number;
}

export interface MillionBenchResult {
  /** Planning, running and sealing, as one shard's process does it. */
  readonly rowsPerSecond: number;
  readonly peakRssBytes: number;
  /** Of the merge afterwards, in a process of its own. */
  readonly mergePeakRssBytes: number;
  /** Peak memory of the large run ÷ that of the small one. */
  readonly memoryRatio: number;
  /** From the start of the process that resumes a run killed half-way to its first record in work. */
  readonly resumeMs: number;
  /** What the resumed run said was done. */
  readonly doneBefore: number;
}

const CLI = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const WITH_RECIPE = ['--recipe', fileURLToPath(new URL('no-op-recipe.ts', import.meta.url))];
const PRELOAD = new URL('tell-peak-memory.ts', import.meta.url).href;
const TIMEOUT_MS = 30 * 60_000;

/**
 * Runs many rows through a stage that does nothing, as one shard, and merges them. Then kills such a run
 * half-way, and times how soon it goes on.
 *
 * @throws Error when a run does not end well
 */
export async function benchMillion({
  rows,
  fewRows,
}: MillionBenchOptions): Promise<MillionBenchResult> {
  await using scratch = await makeTempFolder();
  const few = await runShard(scratch.path, 'few', fewRows);
  const many = await runShard(scratch.path, 'many', rows);
  const merged = await finish(start(['merge'], join(scratch.path, 'many')));
  return {
    rowsPerSecond: (rows / many.elapsedMs) * 1_000,
    peakRssBytes: many.peakRssBytes,
    mergePeakRssBytes: merged.peakRssBytes,
    memoryRatio: many.peakRssBytes / few.peakRssBytes,
    ...(await killAndResume(scratch.path, rows)),
  };
}

async function runShard(folder: string, name: string, rows: number) {
  const dataset = await writeRows(join(folder, `${name}.csv`), rows);
  return finish(start([dataset, '--shard', '1/1', ...WITH_RECIPE], join(folder, name)));
}

async function finish(running: RunningNode) {
  const { exitCode, stderr, elapsedMs } = await running.finished;
  if (exitCode !== 0) throw new Error(`the command ended with ${exitCode}:\n${stderr}`);
  return { elapsedMs, peakRssBytes: numberAfter(PEAK_MEMORY, stderr) };
}

async function killAndResume(folder: string, rows: number) {
  const dataset = await writeRows(join(folder, 'killed.csv'), rows);
  const state = join(folder, 'killed');
  const args = [dataset, ...WITH_RECIPE];
  await using first = start(args, state, Math.ceil(rows / 2));
  await first.waitForLine(new RegExp(ANNOUNCEMENT));
  first.kill('SIGKILL');
  await first.finished;
  const startedMs = performance.now();
  await using second = start(args, state, 1);
  await second.waitForLine(new RegExp(ANNOUNCEMENT));
  const resumeMs = performance.now() - startedMs;
  const found = await second.waitForLine(/^resuming run/);
  return { resumeMs, doneBefore: numberAfter('resuming run [^:]*:', found.replaceAll(',', '')) };
}

/** Starts the command; it says so when it has worked on `announceAfter` records. */
function start(args: readonly string[], folder: string, announceAfter = 0): RunningNode {
  const at = (name: string) => join(folder, name);
  const folders = ['--state', at('state'), '--out', at('out'), '--reports', at('reports')];
  return startNode(CLI, [...args, '--format', 'parquet', ...folders], {
    usesTsx: true,
    nodeArgs: ['--import', PRELOAD, ...enrichNodeFlags],
    env: { [ANNOUNCE_AFTER]: String(announceAfter) },
    timeoutMs: TIMEOUT_MS,
  });
}

async function writeRows(path: string, rows: number): Promise<string> {
  const lines = function* (): Generator<string> {
    yield 'id,name,town\n';
    for (let row = 1; row <= rows; row += 1) yield `${row},Company ${row},Town ${row % 500}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return path;
}

function numberAfter(prefix: string, text: string): number {
  const [, digits] = new RegExp(String.raw`${prefix}\s+(\d+)`).exec(text) ?? [];
  if (digits === undefined) throw new Error(`no \`${prefix}\` in:\n${text}`);
  return Number(digits);
}
