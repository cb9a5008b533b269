import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { StageError } from '@sluice/core';
import type { buildConnector } from 'undici';
import { classifyFetchError } from '../fetch/classify-fetch-error.ts';
import { fetchError } from '../fetch/fetch-error.ts';
import { checkTarget } from '../guard/check-target.ts';
import type { GuardPolicy } from '../guard/guard-policy.ts';
import { createGuardedConnector } from '../guard/guarded-connector.ts';
import type { ResolveHost } from '../guard/resolve-host.ts';

export interface FilteringProxyOptions {
  readonly policy: GuardPolicy;
  readonly resolve: ResolveHost;
  readonly connectTimeoutMs: number;
  /** Bytes that all answers together may have; beyond, every connection is cut. */
  readonly maxBytes: number;
  /** The operator's own proxy, to go through. */
  readonly upstream?: string | undefined;
}

/** A proxy on loopback through which a browser gets to the public web and to nothing else. */
export interface FilteringProxy {
  readonly url: string;
  /** Requests and tunnels that it was asked for. */
  readonly requests: number;
  /** Received from servers. */
  readonly bytes: number;
  /** Whether the answers were cut because there were too many bytes. */
  readonly isExhausted: boolean;
  /** Why the host of an address could not be reached, the last time it was tried; null where it could. */
  failureOf(url: string): StageError | null;
  close(): Promise<void>;
}

/** Starts a proxy for one site's visit. It sees every request of the browser: navigation, redirects, frames, scripts, WebSockets. */
export async function openFilteringProxy(options: FilteringProxyOptions): Promise<FilteringProxy> {
  const proxy = new GuardedProxy(options);
  await proxy.listen();
  return proxy;
}

/** Headers that are meant for a proxy and not for the server behind. */
const proxyHeaders = new Set([
  'proxy-connection',
  'proxy-authorization',
  'connection',
  'keep-alive',
]);
/** Connections at the same time; a page that wants more is not there to be read. */
const maxConnections = 64;

class GuardedProxy implements FilteringProxy {
  readonly #options: FilteringProxyOptions;
  readonly #connector: buildConnector.connector;
  readonly #server = createServer((asked, answer) => void this.#forward(asked, answer));
  readonly #sockets = new Set<Duplex>();
  readonly #failures = new Map<string, StageError>();
  requests = 0;
  bytes = 0;
  isExhausted = false;

  constructor(options: FilteringProxyOptions) {
    const { policy, resolve, connectTimeoutMs: timeoutMs } = options;
    this.#options = options;
    this.#connector = createGuardedConnector({ policy, resolve, timeoutMs });
    this.#server.on('connect', (asked: IncomingMessage, client: Duplex, head: Buffer) => {
      void this.#tunnel(asked, client, head);
    });
    // Browsers tunnel WebSockets; whoever asks for one otherwise is none.
    this.#server.on('upgrade', (_asked: IncomingMessage, client: Duplex) => client.destroy());
    this.#server.on('connection', (client) => this.#adopt(client));
    this.#server.maxConnections = maxConnections;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  failureOf(url: string): StageError | null {
    const parsed = URL.parse(url);
    return (parsed && this.#failures.get(hostOf(parsed))) ?? null;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  async #tunnel(asked: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
    this.requests += 1;
    const host = asked.url ?? '';
    try {
      const server = await this.#open(URL.parse(`https://${host}`), host);
      if (client.destroyed) return void server.destroy();
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) server.write(head);
      server.on('data', this.#count);
      server.pipe(client);
      client.pipe(server);
      client.on('close', () => server.destroy());
    } catch (error) {
      this.#note(host, error);
      client.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    }
  }

  async #forward(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    this.requests += 1;
    const url = URL.parse(asked.url ?? '');
    const host = url === null ? '' : hostOf(url);
    try {
      if (url?.protocol !== 'http:') throw fetchError('invalid_url', asked.url ?? '');
      const { path, socket } = await this.#way(url, host);
      const headers = Object.entries(asked.headers).filter(([name]) => !proxyHeaders.has(name));
      const forwarded = request({
        createConnection: () => socket,
        method: asked.method ?? 'GET',
        path,
        headers: { ...Object.fromEntries(headers), ...this.#authorization(), connection: 'close' },
      });
      forwarded.on('response', (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.on('data', this.#count);
        response.pipe(answer);
      });
      forwarded.on('error', (error) => {
        // A browser that has gone wants no answer any more, and its going is no failure of the host.
        if (!answer.destroyed) this.#refuse(host, error, answer);
      });
      answer.on('close', () => socket.destroy());
      asked.pipe(forwarded);
    } catch (error) {
      this.#refuse(host, error, answer);
    }
  }

  /** To the server itself, or in absolute form to the operator's proxy. */
  async #way(url: URL, host: string): Promise<{ path: string; socket: Socket }> {
    const { upstream } = this.#options;
    if (upstream === undefined) {
      return { path: url.pathname + url.search, socket: await this.#open(url, host) };
    }
    checkTarget(url, this.#options.policy);
    return { path: url.href, socket: this.#adopt(connectUpstream(new URL(upstream))) };
  }

  /** Opens a connection to a host that may be contacted. */
  async #open(url: URL | null, host: string): Promise<Socket> {
    if (this.isExhausted) throw fetchError('body_too_large', host);
    if (url === null) throw fetchError('invalid_url', host);
    checkTarget(url, this.#options.policy);
    const { upstream } = this.#options;
    const socket =
      upstream === undefined
        ? await this.#connectGuarded(url)
        : await this.#tunnelUpstream(new URL(upstream), host);
    this.#failures.delete(host);
    return this.#adopt(socket);
  }

  #connectGuarded(url: URL): Promise<Socket> {
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
    return new Promise((resolve, reject) => {
      // Always as plain TCP: what is agreed on inside is between browser and server.
      const target = { hostname, host: url.host, port, protocol: 'http:' };
      this.#connector(target, (...[error, socket]) => {
        if (error === null) resolve(socket);
        else reject(error);
      });
    });
  }

  #tunnelUpstream(upstream: URL, host: string): Promise<Socket> {
    const asking = request({
      createConnection: () => connectUpstream(upstream),
      method: 'CONNECT',
      path: host,
      headers: { host, ...this.#authorization() },
      timeout: this.#options.connectTimeoutMs,
    });
    return new Promise((resolve, reject) => {
      asking.on('connect', ({ statusCode }, socket: Socket) => {
        if (statusCode === 200) return resolve(socket);
        socket.destroy();
        reject(fetchError('proxy_refused', host, { detail: `status ${statusCode} to CONNECT` }));
      });
      asking.on('timeout', () => asking.destroy(fetchError('connect_timeout', host)));
      asking.on('error', reject);
      asking.end();
    });
  }

  #authorization(): Readonly<Record<string, string>> {
    const { upstream } = this.#options;
    const { username, password } = upstream === undefined ? emptyUser : new URL(upstream);
    if (username === '') return {};
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  }

  /** Counts what servers send, and ends everything once it is too much. */
  readonly #count = ({ length }: Buffer): void => {
    this.bytes += length;
    if (this.bytes <= this.#options.maxBytes || this.isExhausted) return;
    this.isExhausted = true;
    for (const socket of this.#sockets) socket.destroy();
  };

  #adopt<Stream extends Duplex>(socket: Stream): Stream {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }

  #refuse(host: string, error: unknown, answer: ServerResponse): void {
    this.#note(host, error);
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502, { 'content-length': 0 }).end();
  }

  #note(host: string, error: unknown): void {
    const known = classifyFetchError(error, host);
    this.#failures.set(
      host,
      known instanceof StageError ? known : fetchError('host_unreachable', host, { cause: error }),
    );
  }
}

const emptyUser = { username: '', password: '' };

function connectUpstream({ protocol, hostname, port }: URL): Socket {
  return protocol === 'https:'
    ? connectTls({ host: hostname, port: Number(port || 443), servername: hostname })
    : connect({ host: hostname, port: Number(port || 80) });
}

/** `name:port`, as a browser asks for a tunnel. */
function hostOf(url: URL): string {
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port}`;
}
