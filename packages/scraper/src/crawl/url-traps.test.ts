import { expect, it } from 'vitest';
import { isFurtherPage, isTrap } from './url-traps.ts';

it.each([
  '/calendar?month=11&year=2026',
  '/events/2026/11/22',
  '/events/2026-11-22',
  '/a/b/a/b/a',
  '/x/x/x',
  '/1/2/3/4/5/6/7/8/9',
  '/list?a=1&b=2&c=3&d=4&e=5',
  '/print/contact',
  '/contact/print-version',
  '/printer-friendly.php?id=7',
  '/contact?print=1',
  '/contact?view=print',
  '/contact?format=pdf',
  '/contact?tmpl=component',
  '/index.php?title=Contact&action=history',
  '/page?add-to-cart=12',
  '/page?share=twitter',
  `/${'long'.repeat(100)}`,
])('%s is a trap', (path) => {
  expect(isTrap(new URL(path, 'http://a.test'))).toBe(true);
});

it.each([
  '/',
  '/contact',
  '/contact/contact',
  '/about-us/team/contact',
  '/index.php?page=contact',
  '/list?a=1&b=2',
  '/history/1998',
  '/about/2024',
  '/printing/contact',
  '/index.php?action=contact',
  '/contact?sid=7',
])('%s is none', (path) => {
  expect(isTrap(new URL(path, 'http://a.test'))).toBe(false);
});

it.each(['/team/page/2/', '/seite/3', '/team?page=2', '/list?start=20', '/?paged=4', '/?p=12'])(
  '%s is a further page of a list, as far as one can see',
  (path) => {
    expect(isFurtherPage(new URL(path, 'http://a.test'))).toBe(true);
  },
);

it.each(['/team', '/index.php?page=contact', '/?id=12', '/page/contact', '/pages'])(
  '%s is none',
  (path) => {
    expect(isFurtherPage(new URL(path, 'http://a.test'))).toBe(false);
  },
);
