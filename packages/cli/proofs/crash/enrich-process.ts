import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const CLI = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Node's own place for it; a third of the time of a start. */
const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');
/** A command that takes longer hangs, in milliseconds. */
const TIMEOUT_MS = 120_000;
/** Time between two looks at whether killed processes are gone, in milliseconds. */
const LOOK_INTERVAL_MS = 5;
/** What the command says once it knows which run it works on. */
const RUN_LINE = /^(resuming )?run \d/m;

export interface EnrichOptions {
  /** The folder it is called in. */
  readonly cwd: string;
  /** Where it kills itself, such as `ledger:before-sync#3`. */
  readonly killAt?: string;
}

/** How a command ended. */
export interface EnrichEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error, as they came. */
  readonly output: string;
  /** Until it said which run it works on, or ended without. */
  readonly startMs: number;
  readonly elapsedMs: number;
}

/** `pnpm enrich` in a process group of its own, its workers included. */
export class EnrichProcess implements AsyncDisposable {
  readonly finished: Promise<EnrichEnd>;
  readonly #child: ChildProcess;
  readonly #startedAtMs = performance.now();
  readonly #listeners = new Set<() => void>();
  #startMs: number | null = null;
  #output = '';
  #hasEnded = false;

  constructor(args: readonly string[], { cwd, killAt = '' }: EnrichOptions) {
    // Node runs the TypeScript itself: through tsx, every start would take half a second longer.
    this.#child = spawn(process.execPath, [CLI, ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        INIT_CWD: cwd,
        SLUICE_KILL_AT: killAt,
        NODE_COMPILE_CACHE: COMPILE_CACHE,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    }
    this.finished = this.#finish();
    void this.named().then(() => (this.#startMs = this.#elapsedMs()));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the command has said which run it works on, or has ended. */
  named(): Promise<void> {
    return this.said(RUN_LINE);
  }

  /** Resolves when the command has said something, or has ended. */
  async said(pattern: RegExp): Promise<void> {
    while (!this.#hasEnded && !pattern.test(this.#output)) {
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  /** Sends a signal to the command and all its workers, as a terminal does. */
  signalGroup(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Kills the command and leaves its workers alone. */
  killParent(): void {
    this.#child.kill('SIGKILL');
  }

  /** Kills one worker, as soon as there is one; false when the command ends without. */
  async killWorker(): Promise<boolean> {
    while (!this.#hasEnded) {
      const worker = (await membersOf(this.pid)).find((pid) => pid !== this.pid);
      if (worker !== undefined) return process.kill(worker, 'SIGKILL');
    }
    return false;
  }

  /** Resolves when no process of the group is left. */
  async gone(): Promise<void> {
    await this.finished;
    while (isGroupAlive(this.pid)) await delay(LOOK_INTERVAL_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signalGroup('SIGKILL');
    await this.gone();
  }

  #take(text: string): void {
    this.#output += text;
    this.#callListeners();
  }

  #callListeners(): void {
    for (const call of this.#listeners) call();
    this.#listeners.clear();
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  async #finish(): Promise<EnrichEnd> {
    const timer = setTimeout(() => this.signalGroup('SIGKILL'), TIMEOUT_MS);
    const [exitCode, signal] = await once(this.#child, 'close');
    clearTimeout(timer);
    this.#hasEnded = true;
    this.#callListeners();
    const elapsedMs = this.#elapsedMs();
    return {
      exitCode,
      signal,
      output: this.#output,
      startMs: this.#startMs ?? elapsedMs,
      elapsedMs,
    };
  }
}

async function membersOf(group: number): Promise<number[]> {
  const { stdout } = await execute('ps', ['-A', '-o', 'pid=,pgid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([pid, of]) => (of === group ? [pid!] : []));
}

function isGroupAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
