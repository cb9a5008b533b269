import type { Socket } from 'node:net';
import type { RequestChannel } from './served-request.ts';

/** What is known of the TCP connection that a request comes over. */
export interface Connection {
  readonly id: number;
  readonly scheme: 'http' | 'https';
  readonly channel: RequestChannel;
  /** The TCP socket, below TLS where there is TLS. */
  readonly tcp: Socket;
}

/** Every open TCP connection of the web, and which hosts it has served. */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #bySocket = new WeakMap<Socket, Connection>();
  /** By host that a connection has served, what to call when it closes. */
  readonly #hosts = new WeakMap<Socket, Map<string, () => void>>();
  #count = 0;

  /** Takes a fresh socket under control: its errors are those of a client, and `closeAll` ends it. */
  adopt(tcp: Socket): void {
    this.#open.add(tcp);
    tcp.on('error', () => tcp.destroy());
    tcp.on('close', () => this.#open.delete(tcp));
  }

  /** Says what requests over `socket` (the TCP socket or the TLS socket around it) come through. */
  describe(socket: Socket, tcp: Socket, scheme: 'http' | 'https', channel: RequestChannel): void {
    this.#count += 1;
    this.#bySocket.set(socket, { id: this.#count, scheme, channel, tcp });
  }

  of(socket: Socket): Connection {
    const connection = this.#bySocket.get(socket);
    if (connection === undefined) throw new Error('A request came over a socket nobody described');
    return connection;
  }

  /** Calls `opened` for the first use of a connection by a host, and what it returns on close. */
  use(tcp: Socket, host: string, opened: (host: string) => () => void): void {
    const hosts = this.#hosts.get(tcp) ?? this.#watch(tcp);
    if (!hosts.has(host) && !tcp.destroyed) hosts.set(host, opened(host));
  }

  closeAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  /** One listener a connection: to a proxy, one connection carries the requests of thousands of hosts. */
  #watch(tcp: Socket): Map<string, () => void> {
    const hosts = new Map<string, () => void>();
    this.#hosts.set(tcp, hosts);
    tcp.once('close', () => {
      for (const closed of hosts.values()) closed();
    });
    return hosts;
  }
}
