import { manyOrigins, page, type TestWebScript } from '@sluice/testkit';

// What comes to a browser has an empty body, one bundle of libraries and one of its own, and fetches what it
// shows: then some 360 elements and 18 images, as small businesses' pages have. A font and a tracker stand for
// what is blocked.
const SCRIPTS = 1;
const SCRIPT_BYTES = 200_000;
const STYLES = 1;
const SHELL_BYTES = 12_000;

const javascript = (code: string) => page(code, { contentType: 'text/javascript' });

const shell = page(`<!doctype html><html><head><meta charset="utf-8"><title>Loading</title>
${tags(STYLES, (n) => `<link rel="stylesheet" href="/style-${n}.css">`)}
<script src="http://www.google-analytics.com/analytics.js" async></script></head>
<body><div id="root"></div>
${tags(SCRIPTS, (n) => `<script src="/script-${n}.js"></script>`)}
<script src="/app.js"></script></body></html>`);

const style = page(
  `@font-face { font-family: own; src: url(/own.woff2) }\nbody { font-family: own, serif }\n` +
    tags(300, (n) => `.block-${n} > p { margin: ${n % 9}px; color: #333 }`),
  { contentType: 'text/css' },
);

/**
 * Functions that are compiled and called once each, as most of a library is. They take as much CPU as 420 KB of
 * React, a router, a query client and lodash in a bundle, with an application that shows the same.
 */
const library = javascript(
  `window.parts = [];\n` +
    tags(
      Math.ceil(SCRIPT_BYTES / 200),
      (n) =>
        `parts.push(((count, by) => { const list = []; for (let i = 0; i < count; i += 1) ` +
        `list.push({ name: 'part ' + i * by, size: i ^ by }); ` +
        `return list.filter(({ size }) => size % 3 === 0).map(({ name }) => name).join(); })(20, ${n}));`,
    ),
);

/** Builds what the home page says element by element, twice, as a framework that hydrates does. */
const app = javascript(`
const copy = (from, to) => {
  for (const node of from.childNodes) {
    if (node.nodeType !== 1) { to.append(node.textContent); continue; }
    const element = document.createElement(node.localName);
    for (const { name, value } of node.attributes) element.setAttribute(name, value);
    copy(node, to.appendChild(element));
  }
};
fetch('/content').then((answer) => answer.text()).then((text) => {
  const { body } = new DOMParser().parseFromString(text, 'text/html');
  copy(body, root);
  copy(body, root);
  document.title = 'Loaded';
});`);

function tags(count: number, tag: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => tag(n)).join('\n');
}

/**
 * Sites `site0.test`, `site1.test`, …: `/` is an application shell that fills itself by script, `/page` the home
 * page of the crawl bench.
 */
const appShells: TestWebScript = (web) => {
  const contents = manyOrigins({ pageBytes: SHELL_BYTES });
  const pages = manyOrigins();
  const files = new Map([
    ['/', shell],
    ['/app.js', app],
  ]);
  for (let n = 0; n < SCRIPTS; n += 1) files.set(`/script-${n}.js`, library);
  for (let n = 0; n < STYLES; n += 1) files.set(`/style-${n}.css`, style);
  web.addSites((host) => {
    const [content, business] = [contents(host), pages(host)];
    if (content === undefined || business === undefined) return undefined;
    const home = new URL(`http://${host}/`);
    const find = (url: URL) => {
      if (url.pathname === '/content') return content.find(home);
      return business.find(url.pathname === '/page' ? home : url);
    };
    return { options: {}, find: (url) => files.get(url.pathname) ?? find(url) };
  });
};

export default appShells;
