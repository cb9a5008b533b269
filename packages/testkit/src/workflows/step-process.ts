import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Time from SIGINT to SIGTERM, and from there to SIGKILL, when a job is cancelled, in milliseconds. */
const cancelTimes = { toTermMs: 7_500, toKillMs: 2_500 } as const;

/** A command that a step gave to the runner in its output. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** A step's process, as somebody beside it sees it. */
export interface StepProcess {
  readonly pid: number;
  /** Resolves with the first line of output that matches, past ones included. */
  waitForLine(pattern: RegExp): Promise<string>;
  /** Kills it and everything that it started, as a runner that is lost does. */
  lose(): void;
  /** Ends it as the runner does when a job is cancelled. */
  cancel(): void;
}

/** How a step's process ended. */
export interface StepEnd {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  readonly commands: readonly RunnerCommand[];
  readonly isCancelled: boolean;
}

/** Runs a step's program, and reads commands in its output as the runner does. */
export async function runStepProcess(
  words: readonly [string, ...string[]],
  options: { cwd: string; env: NodeJS.ProcessEnv },
  onStart: (process: StepProcess) => void,
): Promise<StepEnd> {
  const [program, ...args] = words;
  const child = spawn(program, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = new StepOutput(child);
  let isCancelled = false;
  const timers: NodeJS.Timeout[] = [];
  const cancel = () => {
    isCancelled = true;
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), cancelTimes.toTermMs));
    const killMs = cancelTimes.toTermMs + cancelTimes.toKillMs;
    timers.push(setTimeout(() => killGroup(child), killMs));
  };
  const pid = child.pid ?? 0;
  const waitForLine = (pattern: RegExp) => output.waitFor(pattern);
  onStart({ pid, waitForLine, cancel, lose: () => killGroup(child) });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  for (const timer of timers) clearTimeout(timer);
  output.end();
  return { exitCode, lines: output.lines, commands: output.commands, isCancelled };
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

class StepOutput {
  readonly lines: string[] = [];
  readonly commands: RunnerCommand[] = [];
  readonly #waiting: {
    pattern: RegExp;
    resolve: (line: string) => void;
    reject: (e: Error) => void;
  }[] = [];
  #hasEnded = false;

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => this.#take(line));
    }
  }

  waitFor(pattern: RegExp): Promise<string> {
    const past = this.lines.find((line) => pattern.test(line));
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) reject(this.#neverCame(pattern));
      else this.#waiting.push({ pattern, resolve, reject });
    });
  }

  end(): void {
    this.#hasEnded = true;
    for (const { pattern, reject } of this.#waiting) reject(this.#neverCame(pattern));
  }

  #take(line: string): void {
    const command = parseCommand(line);
    if (command === null) this.lines.push(line);
    else this.commands.push(command);
    for (const { pattern, resolve } of this.#waiting) if (pattern.test(line)) resolve(line);
  }

  #neverCame(pattern: RegExp): Error {
    return new Error(
      `the step ended without a line ${pattern}; it printed:\n${this.lines.join('\n')}`,
    );
  }
}

/** Both of the runner's syntaxes: `::name key=value::message` at a line's start, `##[name]` anywhere. */
function parseCommand(line: string): RunnerCommand | null {
  const [, name, properties = '', message = ''] =
    /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/i.exec(line) ?? [];
  if (name !== undefined) {
    return { name, properties: parseProperties(properties), message: unescapeData(message) };
  }
  const [, old, rest = ''] = /##\[([a-z-]+)[^\]]*\](.*)$/i.exec(line) ?? [];
  return old === undefined ? null : { name: old, properties: {}, message: rest };
}

function parseProperties(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescapeData(pair.slice(at + 1))];
    }),
  );
}

function unescapeData(text: string): string {
  const escapes: Record<string, string> = {
    '%25': '%',
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
  };
  return text.replaceAll(/%(25|0D|0A|3A|2C)/g, (escape) => escapes[escape]!);
}
