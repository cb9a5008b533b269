import { Agent, ProxyAgent, request, type Dispatcher } from 'undici';
import type { IncomingHttpHeaders } from 'node:http';
import type { TestWeb } from '../web/test-web.ts';

/** How a client of the tests asks. */
export interface AskOptions {
  /** `origin` goes to the origin port, with the web's own name resolution. Default `proxy`. */
  readonly through?: 'proxy' | 'tunnel' | 'origin';
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly dispatcher?: Dispatcher;
}

/** A complete answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came, without content decoding. */
  readonly body: Buffer;
  readonly text: string;
}

/** Asks a test web for a URL over a fresh connection, as an undici client would; follows no redirect. */
export async function ask(web: TestWeb, url: string, options: AskOptions = {}): Promise<Answer> {
  const { through = 'proxy', dispatcher, ...rest } = options;
  const client = dispatcher ?? clientFor(web, through);
  try {
    const target = through === 'origin' ? web.originUrl(url) : url;
    const answer = await request(target, { ...rest, dispatcher: client });
    const body = Buffer.from(await answer.body.arrayBuffer());
    const { statusCode: status, headers } = answer;
    return { status, headers, body, text: body.toString('utf8') };
  } finally {
    if (dispatcher === undefined) await client.destroy();
  }
}

/** A client that keeps its connections. */
export function clientFor(web: TestWeb, through: 'proxy' | 'tunnel' | 'origin'): Dispatcher {
  const ca = web.caCertificate;
  if (through === 'origin') return new Agent({ connect: { lookup: web.lookup, ca } });
  return new ProxyAgent({
    uri: web.proxyUrl,
    proxyTunnel: through === 'tunnel',
    requestTls: { ca },
  });
}
