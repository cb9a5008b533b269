import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of this folder in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** What it prints, line by line. */
  readonly lines: AsyncIterable<string>;
  /** What it printed on standard error, once it has ended. */
  ended(): Promise<{ readonly code: number | null; readonly errors: string }>;
}

/** @param limit - shell commands to run before the program, such as `ulimit -f 100` */
export function startChild(program: string, args: readonly string[], limit = ':'): Child {
  const file = fileURLToPath(new URL(`${program}.ts`, import.meta.url));
  const child = spawn('sh', ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, file, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, errors }));
  });
  return { process: child, lines: createInterface({ input: child.stdout }), ended: () => ended };
}
