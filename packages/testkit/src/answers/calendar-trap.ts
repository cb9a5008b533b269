import type { Handler } from '../web/handler.ts';
import { page } from './page.ts';

const DAY_MS = 86_400_000;

/**
 * Handlers for a calendar without end: every day links to the days before and after it and to the same
 * day of the next year. `/calendar` shows the first day, `/calendar/2026-11-23` another.
 */
export function calendarTrap(path: string, firstDay = '2026-11-22'): Record<string, Handler> {
  const day: Handler = (exchange) => {
    const asked = exchange.url.pathname.slice(path.length + 1);
    return page(calendarPage(path, Number.isNaN(Date.parse(asked)) ? firstDay : asked))(exchange);
  };
  return { [path]: day, [`${path}/*`]: day };
}

function calendarPage(path: string, day: string): string {
  const at = Date.parse(day);
  const links = [-1, 1, 365].map((days) => {
    const other = new Date(at + days * DAY_MS).toISOString().slice(0, 10);
    return `<a href="${path}/${other}">${other}</a>`;
  });
  return `<title>Calendar</title><h1>${day}</h1><p>No events</p>${links.join(' ')}`;
}
