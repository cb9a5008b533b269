import type { Handler } from '../web/handler.ts';
import { status } from './status.ts';

/** Sets a cookie and redirects to the same URL until the client sends it back; then answers. */
export function cookieWall(behind: Handler, cookie = 'visited=yes'): Handler {
  return (exchange) => {
    const hasCookie = exchange.headers.cookie?.includes(cookie) === true;
    if (hasCookie) return behind(exchange);
    const headers = { location: exchange.url.href, 'set-cookie': `${cookie}; Path=/` };
    return status(302, { headers })(exchange);
  };
}
