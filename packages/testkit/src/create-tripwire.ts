import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from './listen-on-loopback.ts';

/** A free port of one address family is taken in the other one only by chance. */
const PORT_ATTEMPTS = 20;

/** What stands for the internal network: nobody may connect to it. */
export interface Tripwire extends AsyncDisposable {
  /** The same on 127.0.0.1 and, where the machine has it, on ::1. */
  readonly port: number;
  /** Base URLs, without a final slash. */
  readonly urls: readonly string[];
  /** In what it answers, so that a leak can be found in any output. */
  readonly secret: string;
  /** Connections so far; a guard that works leaves it at 0. */
  connections(): number;
  close(): Promise<void>;
}

/** Starts a listener that counts connections and answers each with a page holding its secret. */
export async function createTripwire(): Promise<Tripwire> {
  const secret = `internal-${process.pid}-${performance.now()}`;
  const open = new Set<Socket>();
  let connections = 0;
  const accept = (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.once('data', () => socket.end(internalPage(secret)));
  };
  const hosts = ['127.0.0.1', '[::1]'];
  const { port, servers } = await listenOnBothFamilies(accept);

  async function close(): Promise<void> {
    const closed = servers.map((server) => once(server, 'close'));
    for (const server of servers) server.close();
    for (const socket of open) socket.destroy();
    await Promise.all(closed);
  }

  return {
    port,
    urls: hosts.slice(0, servers.length).map((host) => `http://${host}:${port}`),
    secret,
    connections: () => connections,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function internalPage(secret: string): string {
  const body = `<title>${secret}</title>`;
  return `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** On a machine without IPv6 the only loopback address is 127.0.0.1. */
async function listenOnBothFamilies(
  accept: (socket: Socket) => void,
): Promise<{ port: number; servers: Server[] }> {
  for (let attempt = 1; ; attempt++) {
    const v4 = createServer(accept);
    const port = await listenOnLoopback(v4);
    const v6 = createServer(accept);
    try {
      await listenOnLoopback(v6, '::1', port);
      return { port, servers: [v4, v6] };
    } catch (error) {
      if (!isAddressInUse(error)) return { port, servers: [v4] };
      v4.close();
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
