import type { Handler } from '../web/handler.ts';

/** Never answers: no header, no byte, until the client gives up or the web closes. */
export function hang(): Handler {
  return () => {};
}

/** Sends the headers and the beginning of a body, and then nothing more. */
export function hangAfter(start: string | Uint8Array): Handler {
  return ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.write(start);
  };
}
