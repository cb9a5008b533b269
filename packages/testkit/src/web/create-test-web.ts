import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { createCertificateAuthority } from '../tls/certificate-authority.ts';
import { Connections } from './connections.ts';
import { whenProtocolKnown } from './first-byte.ts';
import { readFolderSites } from './folder-sites.ts';
import { createHttpEngine, type HttpEngine, type WebParts } from './http-engine.ts';
import { KnownSites } from './known-sites.ts';
import { openTunnel } from './open-tunnel.ts';
import { RequestLog } from './request-log.ts';
import { createResolver } from './resolver.ts';
import type { ImageSize } from './placeholder-image.ts';
import { scriptedSite } from './site.ts';
import type { TestWeb } from './test-web.ts';

/** How a test web is set up. */
export interface TestWebOptions {
  /** `user:password` that the proxy asks for; it is not part of `proxyUrl`. Default: an open proxy. */
  readonly proxyCredentials?: string;
  /** Keep every request for `requests()` and `waitFor()`. Default true; turn off to serve millions. */
  readonly keepsRequests?: boolean;
  /**
   * Of images that nobody scripted and whose names state no size, in pixels. Default 64 by 64. Given one,
   * every unscripted address is an image to those whose `Accept` header asks for one first.
   */
  readonly imageSize?: ImageSize;
}

/** Starts a web on two free loopback ports; `close()` it, or hold it with `await using`. */
export async function createTestWeb(options: TestWebOptions = {}): Promise<TestWeb> {
  const sites = new KnownSites(options.imageSize);
  const log = new RequestLog(options.keepsRequests ?? true);
  const connections = new Connections();
  let originPort = 0;
  const authority = createCertificateAuthority();
  const parts: WebParts = {
    sites,
    log,
    connections,
    authority,
    proxyRules: { credentials: options.proxyCredentials ?? null },
    originPort: () => originPort,
  };
  const engine: HttpEngine = createHttpEngine(parts, (request, tcp) =>
    openTunnel(parts, engine, request, tcp),
  );
  const origin = createListener(connections, (tcp) =>
    whenProtocolKnown(tcp, (scheme) => {
      if (scheme === 'https') engine.serveHttps(tcp, 'origin', 'localhost');
      else engine.serveHttp(tcp, 'origin');
    }),
  );
  const proxy = createListener(connections, (tcp) => engine.serveHttp(tcp, 'proxy'));
  originPort = await listenOnLoopback(origin);
  const proxyPort = await listenOnLoopback(proxy);
  const resolver = createResolver(sites);

  async function close(): Promise<void> {
    const closed = [origin, proxy].map((server) => once(server, 'close'));
    origin.close();
    proxy.close();
    connections.closeAll();
    await Promise.all(closed);
  }

  return {
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    originPort,
    caCertificate: authority.certificate,
    site: (host, handlers, siteOptions) =>
      sites.add(host, scriptedSite(host, handlers, siteOptions)),
    addFolder: async (folder) => {
      for (const [host, site] of await readFolderSites(folder)) sites.add(host, site);
    },
    addSites: (source) => sites.addSource(source),
    originUrl: (url) => originUrl(url, originPort),
    resolve: (host) => resolver.resolve(host),
    lookup: resolver.lookup,
    requests: (filter) => log.requests(filter),
    waitFor: (filter, waitOptions) => log.waitFor(filter, waitOptions),
    counts: () => log.counts(),
    reset: () => {
      log.reset();
      resolver.reset();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createListener(connections: Connections, serve: (tcp: Socket) => void): Server {
  // Half-open as Node's own HTTP server does: a client may end its side and still read the answer.
  return createServer({ allowHalfOpen: true, noDelay: true }, (tcp) => {
    connections.adopt(tcp);
    serve(tcp);
  });
}

function originUrl(url: string, originPort: number): string {
  const direct = new URL(url);
  direct.port = String(originPort);
  return direct.href;
}
