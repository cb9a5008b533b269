import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Holds a stage of the words recipe until a test lets it go on. */
export interface Gate extends AsyncDisposable {
  /** For the variable `WORDS_GATE` of the command. */
  readonly url: string;
  /** Resolves when somebody stands at the gate. */
  readonly reached: Promise<void>;
  /** Lets those through who wait, and whoever comes later. */
  open(): void;
}

/** Starts a gate, a web server on loopback that answers once it is opened. */
export async function makeGate(): Promise<Gate> {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    reached.resolve();
    void opened.promise.then(() => response.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    reached: reached.promise,
    open: opened.resolve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
