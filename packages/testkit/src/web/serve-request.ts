import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from './handler.ts';
import type { Connection } from './connections.ts';
import type { RequestLog } from './request-log.ts';

/** Runs a handler for one request and logs how it went. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: { url: URL; connection: Connection; handler: Handler; log: RequestLog },
): Promise<void> {
  const { url, connection, handler, log } = context;
  const { method = 'GET', headers } = request;
  const { channel, id, tcp } = connection;
  const { count, end } = log.begin({ method, headers, channel, connection: id }, url);
  const gone = new AbortController();
  response.once('close', () => {
    end(response.headersSent ? response.statusCode : null, response.writableFinished);
    gone.abort();
  });
  request.resume(); // a body that nobody reads would block the next request of the connection
  const breakConnection = (how: 'reset' | 'close') =>
    void (how === 'reset' ? tcp.resetAndDestroy() : tcp.destroy());
  try {
    await handler({ method, url, headers, count, response, signal: gone.signal, breakConnection });
  } catch (error) {
    if (gone.signal.aborted) return; // the client left in the middle of a script
    answerBug(response, error);
  }
}

/** A script with a mistake has to be seen by whoever reads the answer, not to hang. */
function answerBug(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { 'content-type': 'text/plain' }).end(text);
}
