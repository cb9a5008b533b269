import { expect, it } from 'vitest';
import { findEntrance, findFrames, findScriptRedirect } from './splash-targets.ts';

const page = 'http://a.test/';

it.each([
  [`<script>window.location = "/en/";</script>`, 'http://a.test/en/'],
  [`<script>location.href='home.html'</script>`, 'http://a.test/home.html'],
  [`<script>document.location.replace("https://b.test/")</script>`, 'https://b.test/'],
  [`<script>top.location.assign('x')</script>`, 'http://a.test/x'],
  [`<script>location = "javascript:void(0)"</script>`, null],
  [`<p>location</p>`, null],
  [`<script>location.href='/x'</script>${'long page '.repeat(500)}`, null],
])('%s sends readers to %s', (html, target) => {
  expect(findScriptRedirect(html, page)).toBe(target);
});

it('finds the frames of a frameset only', () => {
  const frames = `<frame name="menu" src="menu.html"><FRAME SRC='/main.html'><frame src="menu.html">`;
  const urls = ['http://a.test/menu.html', 'http://a.test/main.html'];
  expect(findFrames(`<frameset cols="20%,*">${frames}</frameset>`, page)).toEqual(urls);
  expect(findFrames(frames, page)).toEqual([]);
});

const links = (...texts: string[]) =>
  texts.map((text, index) => ({ url: `${page}${index}`, text, isNofollow: false }));

it.each([
  [['Enter site'], `${page}0`],
  [['Facebook', '» Enter «'], `${page}1`],
  [['Deutsch', 'English'], `${page}0`],
  [['Products', 'Contact'], null],
  [['Enter', 'a', 'b', 'c', 'd'], null],
  [[], null],
])('the way in past %j is %s', (texts, url) => {
  expect(findEntrance(links(...texts))).toBe(url);
});

it('reads a million frames that never end, and one of endless attributes, in no time', () => {
  const start = performance.now();
  expect(findFrames(`<frameset>${'<frame '.repeat(1_000_000)}`, page)).toEqual([]);
  expect(findFrames(`<frameset>${'<frame a src '.repeat(500_000)}>`, page)).toEqual([]);
  const spaces = ' '.repeat(8_000_000);
  expect(findFrames(`<frameset><frame ${spaces}><frame src=a>`, page)).toEqual([`${page}a`]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
