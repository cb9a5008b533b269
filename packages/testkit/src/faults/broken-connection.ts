import type { Handler } from '../web/handler.ts';

/** Declared length of a body that never arrives in full. */
const DECLARED_BYTES = 1_000_000;

/** Breaks the connection before any byte of an answer. */
export function dropConnection(how: 'close' | 'reset' = 'close'): Handler {
  return ({ breakConnection }) => breakConnection(how);
}

/** Declares a body of a megabyte, sends so many bytes of it, and resets the connection. */
export function resetAfter(bytes: number): Handler {
  return breakAfter(bytes, 'reset');
}

/** The same with an orderly close: the length is what gives the lost part away. */
export function closeAfter(bytes: number): Handler {
  return breakAfter(bytes, 'close');
}

function breakAfter(bytes: number, how: 'close' | 'reset'): Handler {
  return ({ response, breakConnection }) => {
    const type = 'text/html; charset=utf-8';
    response.writeHead(200, { 'content-type': type, 'content-length': DECLARED_BYTES });
    response.flushHeaders();
    response.write(Buffer.alloc(bytes, '.'), () => breakConnection(how));
  };
}
