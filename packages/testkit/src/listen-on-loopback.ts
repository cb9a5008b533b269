import { once } from 'node:events';
import type { Server } from 'node:net';

/**
 * Makes a server listen on loopback only.
 *
 * @param port - 0 for any free one
 * @returns the port
 */
export async function listenOnLoopback(
  server: Server,
  host: '127.0.0.1' | '::1' = '127.0.0.1',
  port = 0,
): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
