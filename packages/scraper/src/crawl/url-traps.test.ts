import { expect, it } from 'vitest';
import { isTrap } from './url-traps.ts';

it.each([
  '/calendar?month=11&year=2026',
  '/events/2026/11/22',
  '/events/2026-11-22',
  '/a/b/a/b/a',
  '/x/x/x',
  '/1/2/3/4/5/6/7/8/9',
  '/list?a=1&b=2&c=3&d=4&e=5',
  '/page;jsessionid=0A1B2C',
  '/(S(x4fz2h55))/page.aspx',
  '/page?PHPSESSID=abc',
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
])('%s is none', (path) => {
  expect(isTrap(new URL(path, 'http://a.test'))).toBe(false);
});
