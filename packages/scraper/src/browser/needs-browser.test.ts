import { expect, test } from 'vitest';
import type { PageLink } from '../crawl/page-links.ts';
import { needsBrowser } from './needs-browser.ts';

const url = 'https://a.example/';
const link = (address: string): PageLink => ({ url: address, text: 'x', isNofollow: false });
const menu = Array.from({ length: 8 }, (_, at) => link(`${url}${at}`));
const app = '<script src="/app.js"></script>';
const need = (html: string, links: readonly PageLink[] = [], refreshUrl: string | null = null) =>
  needsBrowser(html, url, { links, refreshUrl });

test.each([
  ['empty_shell', `<title>Shop</title><div id="root"></div>${app}`],
  [
    'empty_shell',
    `<div class=x id=app> <!-- --> </div>${app}<noscript>Enable JavaScript</noscript>`,
  ],
  ['empty_shell', `<app-root>Loading…</app-root>${app}`],
  ['empty_shell', '<div id="__next"></div><script>start()</script>'],
  ['asks_for_javascript', `<p>This site requires JavaScript.</p>${app}`],
  ['asks_for_javascript', '<noscript>Please enable JavaScript</noscript><script>go()</script>'],
  ['asks_for_javascript', `<p>Bitte JavaScript aktivieren</p>${app}`],
  ['little_text', `<p>Loading…</p>${app}`],
])('%s: %s', (expected, html) => {
  expect(need(html)).toBe(expected);
});

test.each([
  ['a page without scripts', '<p>Bread</p>', []],
  ['a page that holds data', '<p>Bread</p><script type="application/ld+json">{}</script>', []],
  ['a small page that counts its readers', '<p>Bread</p><script>count()</script>', []],
  [
    'a small page that says how to reach its owner',
    `<p>Bread</p>${app}`,
    [link('tel:+442079460000')],
  ],
  ['a small page with a menu', `<p>Bread</p>${app}`, menu],
  ['a page with text', `<div id="root"></div><p>${'We bake bread. '.repeat(40)}</p>${app}`, []],
  ['a frameset', `<frameset><frame src="/a.html"></frameset>${app}`, []],
  ['a script that leads on', '<script>location.href = "/home"</script>', []],
])('not for %s', (_what, html, links) => {
  expect(need(html, links)).toBeNull();
});

test('not for a page that sends its readers on', () => {
  expect(need(`<div id="root"></div>${app}`, [], `${url}home`)).toBeNull();
});
