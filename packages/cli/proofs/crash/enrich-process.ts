import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { KillPoint } from '@sluice/core';

const execute = promisify(execFile);
const CLI = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** A command that takes longer hangs, in milliseconds. */
const TIMEOUT_MS = 120_000;
/** Time between two looks at whether killed processes are gone, in milliseconds. */
const LOOK_INTERVAL_MS = 5;

export interface EnrichEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error, as they came. */
  readonly output: string;
  /** From the start to the line that names the run; null when it never came. */
  readonly startMs: number | null;
  readonly elapsedMs: number;
}

export interface EnrichOptions {
  readonly cwd: string;
  /** Where the process kills itself. */
  readonly killAt?: { readonly point: KillPoint; readonly pass: number };
}

/** `pnpm enrich` in a process group of its own, its workers included. */
export class EnrichProcess {
  readonly #child: ChildProcess;
  readonly #startedAtMs = performance.now();
  readonly #named = Promise.withResolvers<void>();
  #startMs: number | null = null;
  #output = '';
  readonly finished: Promise<EnrichEnd>;

  constructor(args: readonly string[], { cwd, killAt }: EnrichOptions) {
    // Node runs the TypeScript itself: through tsx, every start would take half a second longer.
    this.#child = spawn(process.execPath, [CLI, ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        INIT_CWD: cwd,
        SLUICE_KILL_AT: killAt === undefined ? '' : `${killAt.point}#${killAt.pass}`,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    }
    this.finished = this.#finish();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the command has said which run it works on, or has ended. */
  async named(): Promise<void> {
    await Promise.race([this.#named.promise, this.finished]);
  }

  /** Kills the command with all its workers. */
  killGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
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
    let hasEnded = false;
    void this.finished.then(() => (hasEnded = true));
    while (!hasEnded) {
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

  #take(text: string): void {
    this.#output += text;
    if (this.#startMs !== null || !/^(resuming )?run \d/m.test(this.#output)) return;
    this.#startMs = performance.now() - this.#startedAtMs;
    this.#named.resolve();
  }

  async #finish(): Promise<EnrichEnd> {
    const timer = setTimeout(() => this.killGroup(), TIMEOUT_MS);
    const [exitCode, signal] = await once(this.#child, 'close');
    clearTimeout(timer);
    const elapsedMs = performance.now() - this.#startedAtMs;
    return { exitCode, signal, output: this.#output, startMs: this.#startMs, elapsedMs };
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
