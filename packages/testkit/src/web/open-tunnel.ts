import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { canonicalUrl } from './canonical-url.ts';
import { whenProtocolKnown } from './first-byte.ts';
import type { HttpEngine, WebParts } from './http-engine.ts';
import { isAuthorised, proxyErrorOf, proxyStatus } from './proxy-rules.ts';

interface Refusal {
  readonly status: number;
  readonly headers: readonly string[];
}

/**
 * Answers a CONNECT. Inside the tunnel port 443 speaks TLS, port 80 plain HTTP, and any other port
 * what the client's first byte opens. A refused CONNECT is logged like a request; an accepted one
 * counts as a connection, and the requests inside it are logged.
 */
export function openTunnel(
  parts: WebParts,
  engine: HttpEngine,
  request: IncomingMessage,
  tcp: Socket,
): void {
  const target = URL.canParse(`http://${request.url}`) ? new URL(`http://${request.url}`) : null;
  const refusal = refusalOf(parts, request, target);
  if (target === null || refusal !== null) {
    refuse(parts, request, tcp, refusal ?? { status: 400, headers: [] });
    return;
  }
  const { hostname, port } = target;
  parts.connections.use(tcp, hostname, (host) => parts.log.connect(host));
  tcp.write('HTTP/1.1 200 Connection established\r\n\r\n');
  const serve = (scheme: 'http' | 'https') => {
    if (scheme === 'https') engine.serveHttps(tcp, 'tunnel', hostname);
    else engine.serveHttp(tcp, 'tunnel');
  };
  if (port === '443') serve('https');
  else if (port === '') serve('http');
  else whenProtocolKnown(tcp, serve);
}

function refusalOf(parts: WebParts, request: IncomingMessage, target: URL | null): Refusal | null {
  if (!isAuthorised(request, parts.proxyRules)) {
    return { status: 407, headers: ['Proxy-Authenticate: Basic realm="test web"'] };
  }
  if (target === null) return { status: 400, headers: [] };
  const error = proxyErrorOf(parts.sites.optionsOf(target.hostname), target.port === '443');
  return error === null ? null : { status: 502, headers: [`Proxy-Status: ${proxyStatus(error)}`] };
}

function refuse(
  { connections, log }: WebParts,
  request: IncomingMessage,
  tcp: Socket,
  { status, headers }: Refusal,
): void {
  const scheme = request.url?.endsWith(':443') ? 'https' : 'http';
  const asked = `${scheme}://${request.url}`;
  const { id: connection } = connections.of(tcp);
  if (URL.canParse(asked)) {
    const seen = {
      method: 'CONNECT',
      headers: request.headers,
      channel: 'proxy',
      connection,
    } as const;
    log.begin(seen, canonicalUrl(asked)).end(status, true);
  }
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headers, 'Content-Length: 0'];
  tcp.end(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
}
