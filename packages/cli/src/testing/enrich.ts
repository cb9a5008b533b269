import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listRunIds } from '@sluice/core';
import {
  makeTempFolder,
  startNode,
  type NodeOptions,
  type NodeResult,
  type RunningNode,
} from '@sluice/testkit';

/**
 * Time for a test that calls several commands, in milliseconds: each takes a second or two of processor
 * time, and a machine may have other things to do.
 */
export const COMMANDS_TIMEOUT_MS = 120_000;

/** The program behind `pnpm enrich`. */
export const ENRICH = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Where Node keeps compiled modules by default; a command starts in three quarters of the time with it. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** How a command of `pnpm enrich` ended. */
interface EnrichResult extends NodeResult {
  /** The events on standard output, where the command was given `--json`. */
  readonly events: readonly EnrichEvent[];
}

/** A line of `--json`. */
interface EnrichEvent extends Readonly<Record<string, unknown>> {
  readonly event: string;
}

/**
 * How a command is started. Node runs the TypeScript itself unless `usesTsx` is set: that is how
 * `pnpm enrich` starts, and takes a third of a second longer.
 */
type EnrichOptions = Pick<NodeOptions, 'env' | 'usesTsx' | 'nodeArgs'>;

/** A folder of its own from which `pnpm enrich` is called. */
export interface EnrichFolder extends AsyncDisposable {
  readonly path: string;
  /** Calls `pnpm enrich` here and waits for its end. */
  enrich(args: readonly string[], options?: EnrichOptions): Promise<EnrichResult>;
  /** Calls `pnpm enrich` here and lets it work. */
  start(args: readonly string[], options?: EnrichOptions): RunningNode;
  write(name: string, content: string | Uint8Array): Promise<void>;
  read(name: string): Promise<string>;
  has(name: string): boolean;
  /** Names of what lies in a folder below; empty where it is not there. */
  list(name: string): Promise<string[]>;
  /** The ids of the runs, oldest first. */
  runs(): Promise<string[]>;
}

/** Makes an empty folder to call `pnpm enrich` from. */
export async function makeEnrichFolder(): Promise<EnrichFolder> {
  const folder = await makeTempFolder('sluice-cli-');
  const pathOf = (name: string) => join(folder.path, name);
  const list = async (name: string) => (existsSync(pathOf(name)) ? readdir(pathOf(name)) : []);
  const start = (args: readonly string[], options: EnrichOptions = {}) =>
    startEnrich(folder.path, args, options);
  return {
    path: folder.path,
    start,
    async enrich(args, options) {
      const result = await start(args, options).finished;
      return { ...result, events: args.includes('--json') ? parseEvents(result.stdout) : [] };
    },
    async write(name, content) {
      await mkdir(dirname(pathOf(name)), { recursive: true });
      await writeFile(pathOf(name), content);
    },
    read: (name) => readFile(pathOf(name), 'utf8'),
    has: (name) => existsSync(pathOf(name)),
    list,
    runs: () => listRunIds(pathOf('.sluice')),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

function startEnrich(cwd: string, args: readonly string[], options: EnrichOptions): RunningNode {
  return startNode(ENRICH, args, {
    ...options,
    cwd,
    timeoutMs: COMMANDS_TIMEOUT_MS,
    env: { ...enrichEnvironment(cwd), ...options.env },
  });
}

/** What a command called from `cwd` finds beside the environment of the tests. */
export function enrichEnvironment(cwd: string): Record<string, string | undefined> {
  // What the person who runs the tests has set for Sluice must not reach the commands under test.
  const own = Object.keys(process.env).filter((name) => name.startsWith('SLUICE_'));
  const without = Object.fromEntries(own.map((name) => [name, undefined]));
  return { ...without, INIT_CWD: cwd, NODE_COMPILE_CACHE };
}

/** @throws SyntaxError when something else than JSON lines was printed */
function parseEvents(stdout: string): EnrichEvent[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as EnrichEvent);
}
