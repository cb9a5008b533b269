import type { Handler } from '../web/handler.ts';
import { page } from '../answers/page.ts';

const VALUE_BYTES = 1_000;

/** A small page under at least so many bytes of headers. */
export function headerBomb(bytes: number): Handler {
  const names = Array.from({ length: Math.ceil(bytes / VALUE_BYTES) }, (_, n) => `x-filler-${n}`);
  const headers = Object.fromEntries(names.map((name) => [name, 'x'.repeat(VALUE_BYTES)]));
  return page('<h1>Under many headers</h1>', { headers });
}
