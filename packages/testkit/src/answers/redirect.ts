import type { Handler } from '../web/handler.ts';
import { status } from './status.ts';

/** Redirects to an absolute or relative URL; the `Location` goes out as written. */
export function redirect(location: string, code: 301 | 302 | 303 | 307 | 308 = 302): Handler {
  return status(code, { headers: { location } });
}

/**
 * Handlers for `hops` redirects that end in `last`: `/start` → `/start/1` → … Spread them into a site:
 * `site(host, { ...redirectChain('/start', 5, page('there')) })`.
 */
export function redirectChain(path: string, hops: number, last: Handler): Record<string, Handler> {
  const handlers: Record<string, Handler> = {};
  for (let hop = 0; hop < hops; hop++)
    handlers[hopPath(path, hop)] = redirect(hopPath(path, hop + 1));
  handlers[hopPath(path, hops)] = last;
  return handlers;
}

/** Handlers for paths that redirect to one another in a circle; one path redirects to itself. */
export function redirectLoop(...paths: readonly string[]): Record<string, Handler> {
  return Object.fromEntries(
    paths.map((path, index) => [path, redirect(paths[(index + 1) % paths.length] ?? path)]),
  );
}

function hopPath(path: string, hop: number): string {
  return hop === 0 ? path : `${path}/${hop}`;
}
