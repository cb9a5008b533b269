import type { Handler } from '../web/handler.ts';
import { page, type PageOptions } from './page.ts';

/** Answers with plain text, such as a hand-written robots.txt. */
export function text(body: string, options: Omit<PageOptions, 'contentType'> = {}): Handler {
  return page(body, { ...options, contentType: 'text/plain; charset=utf-8' });
}
