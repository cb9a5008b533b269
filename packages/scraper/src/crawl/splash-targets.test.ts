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

it('passes over frames that only hold a colour', () => {
  const blank = ['border.htm', 'bg_left.html', 'leer1.php', 'dir/blank.html'];
  const telling = ['background-checks/a.html', 'borders-of-france.html', 'links.htm'];
  const frames = [...blank, ...telling].map((url) => `<frame src="${url}">`).join('');
  const urls = telling.map((url) => page + url);
  expect(findFrames(`<frameset>${frames}</frameset>`, page)).toEqual(urls);
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
  expect(findEntrance(links(...texts), page)).toBe(url);
});

it('takes the one picture to click on for the way in, unless it leads elsewhere', () => {
  const picture = (url: string) => ({ url, text: '', isNofollow: false });
  const way = picture(`${page}index2.html`);
  expect(findEntrance([picture(page), way, way], page)).toBe(way.url);
  expect(findEntrance([way, picture(`${page}other.html`)], page)).toBeNull();
  expect(findEntrance([way, ...links('Products')], page)).toBeNull();
  expect(findEntrance([picture('http://host.test/')], page)).toBeNull();
  expect(findEntrance([picture(`${page}large.jpg`)], page)).toBeNull();
});

it('reads a million frames that never end, and one of endless attributes, in no time', () => {
  const start = performance.now();
  expect(findFrames(`<frameset>${'<frame '.repeat(1_000_000)}`, page)).toEqual([]);
  expect(findFrames(`<frameset>${'<frame a src '.repeat(500_000)}>`, page)).toEqual([]);
  const spaces = ' '.repeat(8_000_000);
  expect(findFrames(`<frameset><frame ${spaces}><frame src=a>`, page)).toEqual([`${page}a`]);
  expect(performance.now() - start).toBeLessThan(2_000);
});
