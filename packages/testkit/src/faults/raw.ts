import type { Handler } from '../web/handler.ts';

/** Sends bytes instead of an HTTP answer, such as a malformed header, and closes the connection. */
export function raw(bytes: string | Uint8Array): Handler {
  return ({ response }) => void response.socket?.end(bytes);
}
