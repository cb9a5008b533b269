import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { checkpointSchema, type Checkpoint } from '@sluice/core/checkpoint';
import { z } from 'zod';
import { engineEnvironment } from './engine-environment.ts';
import { inertLogLine } from './inert-log-line.ts';
import { sluiceRoot } from './sluice-root.ts';

/** How the engine ended. */
export interface EngineEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its JSON lines on standard output. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** The last lines that it said to people. */
  readonly lastWords: readonly string[];
}

/** `pnpm enrich` as a child process, without the runner's tokens. */
export interface Engine {
  readonly ended: Promise<EngineEnd>;
  /**
   * Asks for a checkpoint while it works, at once or of the work's end.
   *
   * @throws Error when it refuses, or ends before it answers
   */
  checkpoint(into: string, when?: 'now' | 'end'): Promise<Checkpoint>;
  kill(signal: NodeJS.Signals): void;
}

export interface EngineOptions {
  /** The folder it is called in. */
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const KEPT_WORDS = 20;

/** Starts `pnpm enrich` with these words. What it says goes to the log, where none of it is a command. */
export function startEngine(words: readonly string[], options: EngineOptions): Engine {
  const child = fork(join(sluiceRoot(), 'packages/cli/src/main.ts'), [...words], {
    cwd: options.cwd,
    env: engineEnvironment(process.env, { INIT_CWD: options.cwd, ...options.environment }),
    execArgv: ['--import', tsxLoader()],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const answers = new Answers(child);
  return {
    ended: followEngine(child),
    checkpoint: (into, when = 'now') => answers.ask(into, when),
    kill: (signal) => void child.kill(signal),
  };
}

/** Recipes may use any TypeScript, so the engine runs as `pnpm enrich` does. */
function tsxLoader(): string {
  return pathToFileURL(createRequire(join(sluiceRoot(), 'package.json')).resolve('tsx')).href;
}

function followEngine(child: ChildProcess): Promise<EngineEnd> {
  const events: Record<string, unknown>[] = [];
  const lastWords: string[] = [];
  const show = (line: string) => process.stdout.write(`${inertLogLine(line)}\n`);
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const event = parseEvent(line);
    if (event === null) show(line);
    else events.push(event);
  });
  createInterface({ input: child.stderr! }).on('line', (line) => {
    show(line);
    lastWords.push(line);
    if (lastWords.length > KEPT_WORDS) lastWords.shift();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, events, lastWords }));
  });
}

function parseEvent(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

const answerSchema = z.object({
  type: z.literal('checkpoint'),
  id: z.number(),
  checkpoint: checkpointSchema.optional(),
  error: z.string().optional(),
});

/** Questions to the engine and its answers, by number. */
class Answers {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<Checkpoint>>();
  #asked = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message) => this.#take(message));
    child.once('close', () => this.#giveUp());
  }

  ask(into: string, when: 'now' | 'end'): Promise<Checkpoint> {
    const answer = Promise.withResolvers<Checkpoint>();
    if (!this.#child.connected) return Promise.reject(new Error('the engine has ended'));
    this.#asked += 1;
    this.#waiting.set(this.#asked, answer);
    this.#child.send({ type: 'checkpoint', id: this.#asked, into, when }, (error) => {
      if (error) answer.reject(error);
    });
    return answer.promise;
  }

  #take(message: unknown): void {
    const parsed = answerSchema.safeParse(message);
    if (!parsed.success) return;
    const { id, checkpoint, error } = parsed.data;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (checkpoint === undefined) waiting?.reject(new Error(error ?? 'no checkpoint'));
    else waiting?.resolve(checkpoint);
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the engine has ended'));
    this.#waiting.clear();
  }
}
