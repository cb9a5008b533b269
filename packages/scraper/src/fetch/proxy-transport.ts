import { Socket } from 'node:net';
import { unescape } from 'node:querystring';
import { callbackify } from 'node:util';
import { UsageError } from '@sluice/core';
import { Agent, buildConnector, Pool } from 'undici';
import { fetchError, type FetchErrorDetail } from './fetch-error.ts';
import { proxyError, tunnelRefusal } from './proxy-error.ts';
import { clientOptions, type Transport, type TransportOptions } from './transport.ts';

export interface ProxyTransportOptions extends TransportOptions {
  /** `http://user:password@host:port`, or `https:`. */
  readonly proxy: string;
}

/**
 * Goes through the operator's proxy: plain HTTP in absolute form over connections that all hosts share,
 * HTTPS through a `CONNECT` tunnel per host. undici's own `ProxyAgent` keeps an object for every host
 * it ever forwarded plain HTTP to, and hides why a tunnel failed.
 *
 * @throws UsageError when `proxy` is not the address of an HTTP proxy
 */
export function createProxyTransport(options: ProxyTransportOptions): Transport {
  const proxy = parseProxy(options.proxy);
  const client = clientOptions(options.limits);
  const pool = new Pool(proxy.origin, { ...client, connect: proxyConnector(proxy, options) });
  const connect = tunnelConnector(proxy, pool, options);
  const tunnels = new Agent({ ...client, connections: options.perHost, connect });
  const authorization = proxyAuthorization(proxy);

  return {
    get(url, headers, handler) {
      const path = url.pathname + url.search;
      if (url.protocol === 'https:') {
        tunnels.dispatch({ origin: url.origin, path, method: 'GET', headers }, handler);
        return;
      }
      const proxied = { ...headers, host: url.host, ...authorization };
      pool.dispatch({ path: url.origin + path, method: 'GET', headers: proxied }, handler);
    },
    explain: (answer, url) => proxyError(answer, proxy, url.href),
    async close() {
      await Promise.all([tunnels.destroy(), pool.destroy()]);
    },
  };
}

function parseProxy(text: string): URL {
  const proxy = URL.parse(text);
  if (proxy !== null && /^https?:$/.test(proxy.protocol) && proxy.hostname !== '') return proxy;
  const shown = text.replace(/\/\/.*@/, '//…@');
  throw new UsageError(
    `\`--proxy ${shown}\` is not the address of an HTTP proxy: write it as \`http://host:port\`.`,
  );
}

function proxyAuthorization(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === '') return {};
  const credentials = `${unescape(proxy.username)}:${unescape(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Connects to the proxy itself, which is trusted and therefore not guarded. */
function proxyConnector(proxy: URL, options: ProxyTransportOptions): buildConnector.connector {
  const connect = buildConnector(connectorOptions(options));
  return (target, callback) => {
    // The client takes the server name from the `Host` header, which names the website.
    connect({ ...target, servername: proxy.hostname }, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(fetchError('proxy_failed', proxy.origin, detailOf(error)), null);
    });
  };
}

function detailOf(error: Error): FetchErrorDetail {
  return { cause: error, detail: error.message };
}

/** Connects to a website through a tunnel that the proxy opens. */
function tunnelConnector(
  proxy: URL,
  pool: Pool,
  options: ProxyTransportOptions,
): buildConnector.connector {
  const secure = buildConnector(connectorOptions(options));
  const open = callbackify((target: string) => openTunnel(proxy, pool, target, options));
  return (target, callback) => {
    open(tunnelTarget(target), (error: Error | null, httpSocket) => {
      if (error === null) secure({ ...target, httpSocket }, callback);
      else callback(error, null);
    });
  };
}

async function openTunnel(
  proxy: URL,
  pool: Pool,
  target: string,
  { limits }: ProxyTransportOptions,
): Promise<Socket> {
  const signal = AbortSignal.timeout(limits.connectTimeoutMs);
  const headers = { host: target, ...proxyAuthorization(proxy) };
  const tunnel = await pool.connect({ path: target, headers, signal }).catch((error: unknown) => {
    throw signal.aborted ? fetchError('connect_timeout', target, { cause: error }) : error;
  });
  if (tunnel.statusCode === 200 && tunnel.socket instanceof Socket) return tunnel.socket;
  tunnel.socket.on('error', ignoreBrokenTunnel).destroy();
  throw tunnelRefusal({ status: tunnel.statusCode, headers: tunnel.headers }, proxy, target);
}

// The tunnel is being thrown away; how it breaks while that happens is of no interest.
function ignoreBrokenTunnel(): void {}

function connectorOptions({
  limits,
  secureContext,
}: TransportOptions): buildConnector.BuildOptions {
  const timeout = limits.connectTimeoutMs;
  return { allowH2: false, timeout, ...(secureContext === undefined ? {} : { secureContext }) };
}

function tunnelTarget({ hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return `${host}:${port === '' ? 443 : port}`;
}
