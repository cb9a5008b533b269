import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { status } from '../answers/status.ts';
import type { CertificateAuthority } from '../tls/certificate-authority.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { Connection, Connections } from './connections.ts';
import type { Handler } from './handler.ts';
import type { KnownSites } from './known-sites.ts';
import { proxyRefusal, type ProxyRules } from './proxy-rules.ts';
import type { RequestLog } from './request-log.ts';
import type { RequestChannel } from './served-request.ts';
import { serveRequest } from './serve-request.ts';

/** Room for the cookies and long URLs of real clients; the web does not test request limits. */
const MAX_REQUEST_HEADER_BYTES = 65_536;

/** What the parts of a web share. */
export interface WebParts {
  readonly sites: KnownSites;
  readonly log: RequestLog;
  readonly connections: Connections;
  readonly authority: CertificateAuthority;
  readonly proxyRules: ProxyRules;
  /** Stands for the default port in `Host` headers; known once the web listens. */
  readonly originPort: () => number;
}

/** Speaks HTTP and TLS over connections that others have accepted. */
export interface HttpEngine {
  serveHttp(tcp: Socket, channel: RequestChannel): void;
  /** `host` is the certificate's name for clients that ask for none, as for an IP address. */
  serveHttps(tcp: Socket, channel: RequestChannel, host: string): void;
}

/**
 * @param onConnect - gets the sockets that ask for a tunnel
 */
export function createHttpEngine(
  parts: WebParts,
  onConnect: (request: IncomingMessage, tcp: Socket) => void,
): HttpEngine {
  const { sites, connections, authority } = parts;
  // No time limits: how long something hangs is what scripts decide, and clients have to notice.
  const limits = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 };
  const options = { ...limits, maxHeaderSize: MAX_REQUEST_HEADER_BYTES };
  const server = createServer(options, (request, response) => answer(parts, request, response));
  server.on('connect', (request: IncomingMessage, tcp: Socket, head: Buffer) => {
    if (head.length > 0) tcp.unshift(head);
    onConnect(request, tcp);
  });

  function contextFor(host: string): SecureContext {
    return authority.contextFor(host, sites.optionsOf(host)?.certificate ?? 'valid');
  }

  function serveHttp(tcp: Socket, channel: RequestChannel): void {
    connections.describe(tcp, tcp, 'http', channel);
    server.emit('connection', tcp);
  }

  function serveHttps(tcp: Socket, channel: RequestChannel, host: string): void {
    const socket = new TLSSocket(tcp, {
      isServer: true,
      ALPNProtocols: ['http/1.1'],
      secureContext: contextFor(host),
      SNICallback: (name, done) => done(null, contextFor(name.toLowerCase())),
    });
    socket.on('error', () => socket.destroy()); // such as a client that distrusts the certificate
    connections.describe(socket, tcp, 'https', channel);
    server.emit('connection', socket);
  }

  return { serveHttp, serveHttps };
}

function answer(parts: WebParts, request: IncomingMessage, response: ServerResponse): void {
  const { connections, log } = parts;
  const connection = connections.of(request.socket);
  const url = requestedUrl(request, connection, parts.originPort());
  if (url === null) {
    response.writeHead(400).end();
    return;
  }
  connections.use(connection.tcp, url.hostname, (host) => log.connect(host));
  const handler = handlerFor(parts, request, connection, url);
  void serveRequest(request, response, { url, connection, handler, log });
}

function handlerFor(
  { sites, proxyRules }: WebParts,
  request: IncomingMessage,
  { channel }: Connection,
  url: URL,
): Handler {
  const site = sites.optionsOf(url.hostname);
  const refusal = channel === 'proxy' ? proxyRefusal(request, proxyRules, site) : null;
  // Whoever asks a known server for an unknown host gets 421 Misdirected Request.
  return refusal ?? sites.find(url) ?? status(421);
}

function requestedUrl(
  request: IncomingMessage,
  { scheme }: Connection,
  originPort: number,
): URL | null {
  const target = request.url ?? '/';
  const isPath = target.startsWith('/');
  const url = isPath ? `${scheme}://${request.headers.host ?? ''}${target}` : target;
  return URL.canParse(url) ? canonicalUrl(url, originPort) : null;
}
