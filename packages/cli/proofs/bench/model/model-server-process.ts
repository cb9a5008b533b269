import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ModelLimits, ModelServer, ModelServerOptions, ModelTally } from '@sluice/testkit';

/** What the server plays; all of it crosses the process boundary. */
export interface ServerTask extends Pick<ModelServerOptions, 'latencyMs'> {
  readonly limits: ModelLimits;
}

/** What the server has done so far, by its own clock. */
export interface ServerLook {
  readonly atMs: number;
  readonly tally: ModelTally;
  readonly use: ReturnType<ModelServer['limitUse']>;
}

/** Parent to child: first the task, then the wish for a look. */
export type ToServer = { readonly start: ServerTask } | 'look';
/** Child to parent, in answer to each. */
export type FromServer = { readonly url: string } | ServerLook;

/** A model server that shares neither event loop nor processor time with the client that it measures. */
export interface ModelServerProcess extends AsyncDisposable {
  readonly url: string;
  look(): Promise<ServerLook>;
}

const MAIN = fileURLToPath(new URL('./model-server-main.ts', import.meta.url));

export async function startModelServerProcess(task: ServerTask): Promise<ModelServerProcess> {
  // Node runs the TypeScript itself: the loaders of this process (tsx, a test runner) stay out of it.
  const child = fork(MAIN, { execArgv: [] });
  const ask = async (message: ToServer): Promise<FromServer> => {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the model server ended with ${code}`);
    });
    child.send(message);
    const [answer] = await Promise.race([once(child, 'message'), ended]);
    return answer as FromServer;
  };
  const { url } = (await ask({ start: task })) as Extract<FromServer, { url: string }>;
  return {
    url,
    look: async () => (await ask('look')) as ServerLook,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
