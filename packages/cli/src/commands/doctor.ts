import { lookup } from 'node:dns/promises';
import { mkdir, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openDuckDB, sqlText, systemClock, plural } from '@sluice/core';
import {
  browserAdvice,
  createWebSearch,
  findBrowser,
  isBraveSearch,
  launchBrowser,
  readSearchResults,
} from '@sluice/scraper';
import type { CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openCommand } from '../prepare/open-command.ts';
import { requireWritable } from '../prepare/run-paths.ts';
import { sample } from '../prepare/sample.ts';
import type { RunOptions } from '../options/run-options.ts';
import { hashFile } from '../prepare/hash-file.ts';

interface Check {
  readonly name: string;
  /** Without it nothing works; else it only limits what can be done. */
  readonly isVital: boolean;
  /** Says what was found; throws what is wrong. */
  run(): Promise<string>;
}

const MIN_NODE = 20;
const MIN_FREE_BYTES = 1e9;
const FSYNCS = 20;

/** `pnpm enrich doctor`: checks what a run needs of this machine. */
export async function doctorCommand(input: CommandInput): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const root = resolve(input.context.cwd, options.state);
  let isWell = true;
  const checks = [
    ...checksFor(root, options.browserPath),
    ...modelChecks(options, input.context.streams.environment),
    ...searchChecks(options, input.context.streams.environment),
  ];
  for (const check of checks) {
    const { name, isVital } = check;
    const { found, isFine } = await outcomeOf(check);
    isWell &&= isFine || !isVital;
    const mark = isFine ? 'ok  ' : isVital ? 'FAIL' : 'note';
    console.event('check', { name, isFine, isVital, found });
    console.print(`${mark}  ${name.padEnd(16)} ${found}`);
  }
  return isWell ? EXIT.complete : EXIT.usage;
}

async function outcomeOf(check: Check): Promise<{ found: string; isFine: boolean }> {
  try {
    return { found: await check.run(), isFine: true };
  } catch (error) {
    return { found: (error as Error).message, isFine: false };
  }
}

function checksFor(root: string, browserPath: string | undefined): Check[] {
  return [
    { name: 'Node.js', isVital: true, run: checkNode },
    { name: 'DuckDB', isVital: true, run: () => inScratch(root, checkDuckDB) },
    { name: 'state folder', isVital: true, run: () => inScratch(root, checkSync) },
    { name: 'free disk', isVital: false, run: () => checkDisk(root) },
    { name: 'bundled sample', isVital: false, run: checkSample },
    { name: 'browser', isVital: false, run: () => checkBrowser(browserPath) },
    { name: 'name resolution', isVital: false, run: checkNames },
  ];
}

/** Without a model there is nothing to check, and nothing to say. */
function modelChecks(
  { model, modelUrl, modelKeyVariable }: RunOptions,
  environment: NodeJS.ProcessEnv,
): Check[] {
  if (model === undefined) return [];
  const run = async () => {
    const key = environment[modelKeyVariable] ?? '';
    if (key === '' && modelUrl === undefined) {
      throw new Error(`the variable ${modelKeyVariable} holds no key`);
    }
    const { checkModelServer } = await import('@sluice/enricher');
    const address = { baseUrl: modelUrl, apiKey: key === '' ? null : key };
    const wrong = await checkModelServer(model, address);
    if (wrong !== null) throw new Error(`${model}: ${wrong}`);
    return `${model} answers${modelUrl === undefined ? '' : ` at ${modelUrl}`}`;
  };
  return [{ name: 'language model', isVital: false, run }];
}

/** Asked for with one question: there is hardly a search that knows nothing of it. */
const SEARCH_QUESTION = 'wikipedia';

/** Without a search there is nothing to check, and nothing to say. */
function searchChecks(
  { searchUrl, searchKeyVariable }: RunOptions,
  environment: NodeJS.ProcessEnv,
): Check[] {
  if (searchUrl === undefined) return [];
  const isBrave = isBraveSearch(searchUrl);
  const name = isBrave ? 'Brave' : `SearXNG at ${searchUrl}`;
  const run = async () => {
    const key = isBrave ? (environment[searchKeyVariable] ?? '') : null;
    if (key === '') throw new Error(`the variable ${searchKeyVariable} holds no key for Brave`);
    const search = createWebSearch({ url: searchUrl, key, delayMs: 0, clock: systemClock });
    try {
      const answer = await search.search(SEARCH_QUESTION, new AbortController().signal);
      const { length } = readSearchResults(answer);
      if (length > 0) return `${name} answers, with ${plural(length, 'result')}`;
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    } finally {
      await search.close();
    }
    throw new Error(`${name} answers and finds nothing, not even for ${SEARCH_QUESTION}`);
  };
  return [{ name: 'web search', isVital: false, run }];
}

async function checkNode(): Promise<string> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) < MIN_NODE) {
    throw new Error(`Node.js ${node} is too old; install ${MIN_NODE} or newer`);
  }
  return node;
}

async function checkDuckDB(folder: string): Promise<string> {
  using database = await openDuckDB();
  await database.run(`COPY (SELECT 1) TO ${sqlText(join(folder, 'probe.parquet'))}`);
  const [row] = await database.rows<{ version: string }>('SELECT version() AS version');
  return `${row?.version}, writes Parquet`;
}

/** A ledger syncs a few times a second; a disk that takes long for it slows runs down. */
async function checkSync(folder: string): Promise<string> {
  const handle = await open(join(folder, 'probe'), 'w');
  const startedMs = performance.now();
  for (let count = 0; count < FSYNCS; count += 1) {
    await handle.write('x'.repeat(1024));
    await handle.sync();
  }
  const eachMs = (performance.now() - startedMs) / FSYNCS;
  await handle.close();
  return `${folder.slice(0, folder.lastIndexOf('/'))} is writable, fsync takes ${eachMs.toFixed(1)} ms`;
}

async function checkDisk(root: string): Promise<string> {
  requireWritable(root, '--state');
  await mkdir(root, { recursive: true });
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB`;
  if (free >= MIN_FREE_BYTES) return text;
  throw new Error(`${text} free; pages of a thousand websites take about 100 MB`);
}

async function checkSample(): Promise<string> {
  await hashFile(sample.dataset);
  await hashFile(sample.pages);
  return 'present';
}

async function checkBrowser(path: string | undefined): Promise<string> {
  const found = await findBrowser(path);
  if (found === null) {
    throw new Error(`none, so pages that are nothing without scripts stay empty; ${browserAdvice}`);
  }
  const { browser, sandboxMissing, missingLibrary } = await launchBrowser(found);
  const version = browser.version();
  await browser.close();
  const sandbox = sandboxMissing === null ? 'sandboxed' : `without its sandbox: ${sandboxMissing}`;
  const libraries =
    missingLibrary === null ? '' : `, with its own libraries as ${missingLibrary} is not installed`;
  return `Chromium ${version}, ${found.origin}${libraries}, ${sandbox}`;
}

async function checkNames(): Promise<string> {
  const name = 'example.com';
  const { address } = await lookup(name).catch((error: NodeJS.ErrnoException) => {
    const without = 'websites cannot be found; --proxy and --replay work without';
    throw new Error(`no answer for ${name} (${error.code}): ${without}`, { cause: error });
  });
  return `${name} is ${address}`;
}

async function inScratch(
  root: string,
  check: (folder: string) => Promise<string>,
): Promise<string> {
  requireWritable(root, '--state');
  await mkdir(root, { recursive: true });
  const folder = await mkdtemp(join(root, 'doctor-'));
  try {
    return await check(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
