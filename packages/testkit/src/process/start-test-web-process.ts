import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeTempFolder } from '../make-temp-folder.ts';
import type { TestWeb } from '../web/test-web.ts';
import type { ServedRequest, TestWebCounts } from '../web/served-request.ts';
import type { FromWeb, TestWebProcessOptions, ToWeb, WebAnswers } from './web-commands.ts';

/** The default export of a script module: scripts the sites of a web in another process. */
export type TestWebScript = (web: TestWeb) => void | Promise<void>;

/** A test web that shares neither event loop nor memory with the one who measures. */
export interface TestWebProcess extends AsyncDisposable {
  readonly proxyUrl: string;
  readonly originPort: number;
  /** PEM of the authority that signs the hosts' certificates. */
  readonly caCertificate: string;
  /** The same as a file, for `NODE_EXTRA_CA_CERTS`; it goes with `close()`. */
  readonly caFile: string;
  counts(): Promise<TestWebCounts>;
  requests(): Promise<ServedRequest[]>;
  /** CPU time that the web has used so far, in milliseconds. */
  cpuMs(): Promise<number>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/**
 * Starts a test web in a process of its own.
 *
 * @throws Error with the child's stack when the script fails
 */
export async function startTestWebProcess(options: TestWebProcessOptions): Promise<TestWebProcess> {
  // Node runs the TypeScript itself: the loaders of this process (tsx, a test runner) stay out of it.
  const child = fork(MAIN, { execArgv: [] });
  const { proxyUrl, originPort, caCertificate } = await start(child, options);
  const ask = createAsking(child);
  const folder = await makeTempFolder();
  const caFile = join(folder.path, 'authority.pem');
  await writeFile(caFile, caCertificate);

  async function close(): Promise<void> {
    await Promise.all([stop(child), folder.remove()]);
  }

  return {
    proxyUrl,
    originPort,
    caCertificate,
    caFile,
    counts: () => ask('counts'),
    requests: () => ask('requests'),
    cpuMs: () => ask('cpuMs'),
    reset: async () => void (await ask('reset')),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Started = Extract<FromWeb, { kind: 'started' }>;

async function start(child: ChildProcess, options: TestWebProcessOptions): Promise<Started> {
  const begin: ToWeb = { kind: 'start', options };
  child.send(begin);
  const message = await firstMessage(child);
  if (message.kind === 'started') return message;
  await stop(child);
  const reason = message.kind === 'failed' ? message.error : `a message \`${message.kind}\``;
  throw new Error(`The test web did not start: ${reason}`);
}

function firstMessage(child: ChildProcess): Promise<FromWeb> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: FromWeb) => resolve(message));
    child.once('exit', (code) => reject(new Error(`The test web exited with code \`${code}\``)));
  });
}

/** Questions and answers carry a number, so that several may be under way; all fail once the web ends. */
function createAsking(
  child: ChildProcess,
): <What extends keyof WebAnswers>(what: What) => Promise<WebAnswers[What]> {
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let asked = 0;
  child.on('message', (message: FromWeb) => {
    if (message.kind !== 'answer') return;
    waiting.get(message.id)?.resolve(message.value as never);
    waiting.delete(message.id);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The test web has ended'));
  });
  return (what) => {
    const answer = Promise.withResolvers<never>();
    asked += 1;
    waiting.set(asked, answer);
    const question: ToWeb = { kind: 'ask', id: asked, what };
    child.send(question, (error) => void (error !== null && answer.reject(error)));
    return answer.promise;
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
