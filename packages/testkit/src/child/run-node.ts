import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ProcessOutput } from './process-output.ts';

/** How a script is run. */
export interface NodeOptions {
  readonly cwd?: string;
  /** In addition to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to the script's standard input, which is then closed. Default: nothing. */
  readonly stdin?: string;
  /** Run through tsx, which takes more TypeScript than Node itself. Default false. */
  readonly usesTsx?: boolean;
  /** Command that Node is started with, such as `nice`; it has to become Node. */
  readonly launcher?: readonly string[];
  /** Further arguments of Node itself, such as `--max-old-space-size=400`. */
  readonly nodeArgs?: readonly string[];
  /** Then the script is killed, and its result says SIGKILL. Default 60,000. */
  readonly timeoutMs?: number;
}

/** How a script ended. */
export interface NodeResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/** A script that is running. */
export interface RunningNode extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when the process has ended and its output is complete. */
  readonly finished: Promise<NodeResult>;
  /**
   * Resolves with the first line, of standard output or error, that matches; past ones count.
   *
   * @throws Error with the whole output when the script ends without such a line
   */
  waitForLine(pattern: RegExp): Promise<string>;
  /** Sends a signal to this one process. Default SIGKILL. */
  kill(signal?: NodeJS.Signals): void;
}

/** When and how to end a script from outside. */
export interface KillWhen {
  /** The first line, of standard output or error, that triggers it. */
  readonly line: RegExp;
  /** Default SIGKILL. */
  readonly signal?: NodeJS.Signals;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Runs a script with this version of Node to its end.
 *
 * @throws Error when `killWhen` is given and its line never comes
 */
export async function runNode(
  script: string,
  args: readonly string[] = [],
  options: NodeOptions & { readonly killWhen?: KillWhen } = {},
): Promise<NodeResult> {
  const running = startNode(script, args, options);
  if (options.killWhen !== undefined) {
    await running.waitForLine(options.killWhen.line);
    running.kill(options.killWhen.signal);
  }
  return running.finished;
}

/** Starts a script with this version of Node and captures what it prints. */
export function startNode(
  script: string,
  args: readonly string[] = [],
  options: NodeOptions = {},
): RunningNode {
  const startedAtMs = performance.now();
  const { launcher = [] } = options;
  const command = [...launcher, process.execPath, ...nodeArguments(options), script, ...args];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  const output = new ProcessOutput();
  output.capture('stdout', child.stdout);
  output.capture('stderr', child.stderr);
  child.stdin.on('error', () => {}); // the script may end before it has read everything
  child.stdin.end(options.stdin ?? '');
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => void child.kill(signal);
  const timer = setTimeout(kill, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);

  async function finish(): Promise<NodeResult> {
    const [exitCode, signal] = await once(child, 'close');
    clearTimeout(timer);
    output.end();
    const elapsedMs = performance.now() - startedAtMs;
    return {
      exitCode,
      signal,
      stdout: output.text('stdout'),
      stderr: output.text('stderr'),
      elapsedMs,
    };
  }

  async function dispose(): Promise<void> {
    kill();
    await finished;
  }

  const finished = finish();
  const waitForLine = (pattern: RegExp) => output.waitFor(pattern);
  return { pid: child.pid ?? -1, finished, waitForLine, kill, [Symbol.asyncDispose]: dispose };
}

function nodeArguments({ usesTsx, nodeArgs = [] }: NodeOptions): string[] {
  if (usesTsx !== true) return [...nodeArgs];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href, ...nodeArgs];
}
