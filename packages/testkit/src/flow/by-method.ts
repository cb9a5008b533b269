import type { Handler } from '../web/handler.ts';
import { status } from '../answers/status.ts';

/** A handler per request method, such as `{ GET: page(…), HEAD: status(405) }`; others get 405. */
export function byMethod(handlers: Readonly<Record<string, Handler>>): Handler {
  const allow = Object.keys(handlers).join(', ');
  const refused = status(405, { headers: { allow } });
  return (exchange) => (handlers[exchange.method] ?? refused)(exchange);
}
