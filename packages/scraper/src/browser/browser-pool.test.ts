import { readdirSync, readFileSync } from 'node:fs';
import {
  createTestWeb,
  createTripwire,
  endless,
  hang,
  page,
  redirect,
  status,
  type TestWeb,
} from '@sluice/testkit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import { createBrowserPool, type BrowserPool } from './browser-pool.ts';
import type { RenderOptions } from './page-renderer.ts';

let web: TestWeb;
let pool: BrowserPool;
beforeAll(async () => {
  web = await createTestWeb();
  pool = createBrowserPool({
    proxy: web.proxyUrl,
    maxSiteBytes: 4_000_000,
    times: { readMs: 1_500, settleMs: 1_200, handOutMs: 1_000, closeMs: 1_000 },
  });
});
afterEach(() => web.reset());
afterAll(() => Promise.all([pool.close(), web.close()]));

const options: RenderOptions = {
  signal: new AbortController().signal,
  crawlDelayMs: 0,
  maxBytes: 2_000_000,
};

async function render(
  url: string,
  using = pool,
  given: Partial<RenderOptions> = {},
): Promise<FetchedPage & { readonly html: string }> {
  const site = await using.openSite();
  try {
    const rendered = await site.render(url, { ...options, ...given });
    return { ...rendered, html: Buffer.from(rendered.body).toString() };
  } finally {
    await site.close();
  }
}

const script = (body: string) => page(body, { contentType: 'text/javascript' });

test('runs the scripts of an application shell', async () => {
  web.site('app.test', {
    '/': '<title>App</title><div id="root"></div><script src="/app.js"></script>',
    '/app.js': script(
      `fetch('/data.json').then((r) => r.json()).then((d) => { root.innerHTML = '<h1>' + d.name + '</h1>'; })`,
    ),
    '/data.json': page('{"name":"Tannert & Söhne"}', { contentType: 'application/json' }),
  });
  const { html, headers } = await render('http://app.test/');
  expect(html).toContain('<h1>Tannert &amp; Söhne</h1>');
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
  expect(headers['x-sluice-rendered-by']).toMatch(/^Chromium \d+\./);
  const [asked] = web.requests('http://app.test/');
  expect(asked?.headers['user-agent']).toMatch(/Sluice\/\d/);
});

test('shows what comes with frames: on being seen, drawn, faded in', async () => {
  web.site('frames.test', {
    '/': `<style>@keyframes in { from { opacity: 0 } } #faded { animation: in 50ms } #late { margin-top: 9000px }</style>
      <p id="seen">seen</p><p id="faded">faded</p><p id="late">late</p><script>
      const note = (element, what) => (element.dataset.was = what);
      requestAnimationFrame(() => note(document.body, 'drawn'));
      faded.onanimationend = () => note(faded, 'faded');
      const seeing = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) note(target, isIntersecting ? 'seen' : 'not seen');
      });
      for (const element of [seen, late]) seeing.observe(element);
      const { innerWidth, innerHeight, outerWidth, outerHeight, devicePixelRatio } = window;
      const { width, height, orientation } = screen;
      const sizes = [innerWidth, innerHeight, outerWidth, outerHeight, width, height];
      note(document.documentElement, [...sizes, orientation.type, devicePixelRatio].join());
    </script>`,
  });
  const { html } = await render('http://frames.test/');
  expect(html).toContain('<html data-was="1280,900,1280,900,1280,900,landscape-primary,1">');
  expect(html).toContain('<body data-was="drawn">');
  expect(html).toContain('<p id="seen" data-was="seen">');
  expect(html).toContain('<p id="faded" data-was="faded">');
  expect(html).toContain('<p id="late" data-was="not seen">');
});

test('reads the document as it is, whatever scripts made of the means to read it', async () => {
  web.site('own.test', {
    '/': `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html lang="de"><head></head><body><p>true</p><script>
      Object.defineProperty(Element.prototype, 'outerHTML', { get: () => 'false' });
      XMLSerializer.prototype.serializeToString = () => 'false';
      String.prototype.toString = () => 'false';
    </script></body></html>`,
  });
  const { html } = await render('http://own.test/');
  expect(html).toMatch(
    /^<!DOCTYPE html PUBLIC "[^"]+Strict\/\/EN" "[^"]+strict\.dtd"><html lang="de"><head><\/head><body><p>true<\/p>/,
  );
});

test('takes a page that goes from one address to the next for ever as it finds it, or not', async () => {
  const onward = '<p>on the way</p><script>location.replace("/on?" + Math.random())</script>';
  web.site('onward.test', { '/': onward, '/on*': onward });
  const outcome = await render('http://onward.test/').then(
    () => 'read',
    (error: { code?: string }) => error.code,
  );
  expect(['read', 'render_timeout']).toContain(outcome);
});

test('reads what stands behind a consent overlay, without a click', async () => {
  web.site('overlay.test', {
    '/': `<body><p>Call 020 7946 0000</p><script>
      document.body.insertAdjacentHTML('beforeend', '<div style="position:fixed;inset:0">We value your privacy <button>Accept</button></div>')
    </script>`,
  });
  const { html } = await render('http://overlay.test/');
  expect(html).toContain('020 7946 0000');
  expect(html).toContain('We value your privacy');
});

test('takes a page that never stops loading as it stands', async () => {
  web.site('busy.test', {
    '/': `<p id="p"></p><script>p.textContent = 'read me'; setInterval(() => fetch('/tick?' + Math.random()), 50)</script>`,
    '/tick*': page('tock'),
  });
  expect((await render('http://busy.test/')).html).toContain('read me');
});

test('takes a page that waits for a script for ever as far as it came', async () => {
  web.site('stuck.test', {
    '/': '<p>read me</p><script src="/never.js"></script>',
    '/never.js': hang(),
  });
  expect((await render('http://stuck.test/')).html).toContain('read me');
});

test('tells pages that cannot be had as a fetcher does', async () => {
  web.site('odd.test', {
    '/gone': status(404),
    '/empty': ({ response }) => void response.writeHead(410, { 'content-length': 0 }).end(),
    '/later': ({ response }) =>
      void response.writeHead(503, { 'content-length': 0, 'Retry-After': '30' }).end(),
    '/pdf': page('%PDF', { contentType: 'application/pdf' }),
    '/loop': page('<script>for (;;);</script>'),
    '/large': page('<script>document.write("x".repeat(300_000))</script>'),
  });
  await expect(render('http://odd.test/gone')).rejects.toMatchObject({ code: 'http_404' });
  await expect(render('http://odd.test/empty')).rejects.toMatchObject({ code: 'http_410' });
  await expect(render('http://odd.test/later')).rejects.toMatchObject({ retryAfterMs: 30_000 });
  await expect(render('http://odd.test/pdf')).rejects.toMatchObject({ code: 'not_html' });
  const large = render('http://odd.test/large', pool, { maxBytes: 200_000 });
  await expect(large).rejects.toMatchObject({ code: 'body_too_large' });
  await expect(render('http://odd.test/loop')).rejects.toMatchObject({ code: 'render_timeout' });
});

test('ends a page of hundreds of megabytes at its limit', async () => {
  web.site('huge.test', { '/': endless({ bytes: 200_000_000 }) });
  await expect(render('http://huge.test/')).rejects.toMatchObject({ code: 'body_too_large' });
});

test('follows redirects and says so', async () => {
  web.site('old.test', { '/': redirect('http://new.test/home', 301) });
  web.site('new.test', { '/home': '<p>moved</p><script>location.hash = "top"</script>' });
  expect(await render('http://old.test/')).toMatchObject({
    url: 'http://old.test/',
    finalUrl: 'http://new.test/home',
    redirects: ['http://new.test/home'],
  });
});

test('leaves out fonts, media and trackers, and keeps no cookie from one site to the next', async () => {
  web.site('shop.test', {
    '/': `<style>@font-face { font-family: F; src: url(/f.woff2) } p { font-family: F }</style><p>x</p>
      <video src="/v.mp4" autoplay></video>
      <script src="http://www.google-analytics.com/a.js"></script>
      <script>document.cookie = 'seen=1'; document.body.append(document.cookie)</script>`,
  });
  await render('http://shop.test/');
  expect(web.requests((asked) => /f\.woff2|v\.mp4|a\.js/.test(asked.url))).toEqual([]);
  await render('http://shop.test/');
  expect(web.requests('http://shop.test/').map(({ headers }) => headers.cookie)).toEqual([
    undefined,
    undefined,
  ]);
});

test('asks for no image, and lets scripts believe that it is still on its way', async () => {
  web.site('gallery.test', {
    '/': `<img src="/a.png" onerror="this.remove()"><div style="background: url(/b.png)"></div><script>
      const image = document.body.appendChild(new Image());
      image.onerror = () => image.remove();
      image.src = '/c.png';
      addEventListener('load', () => document.body.append('ready'));
    </script>`,
  });
  const { html } = await render('http://gallery.test/');
  expect(html).toMatch(/<img src="\/a\.png".*<img src="\/c\.png">.*ready/s);
  expect(web.requests((asked) => asked.url.endsWith('.png'))).toEqual([]);
});

test('survives a storm of windows', async () => {
  web.site('storm.test', {
    '/': `<p>calm</p><a id="a" href="/more" target="_blank" rel="noopener">x</a><script>
      for (let i = 0; i < 40; i += 1) { window.open('/more'); a.click(); alert(i); }</script>`,
    '/more':
      '<script>window.open("/more"); document.write("<a id=a href=/more target=_blank>x</a>"); a.click()</script>',
  });
  expect((await render('http://storm.test/')).html).toContain('calm');
});

test('reaches no internal server, whichever way a page tries', async () => {
  await using tripwire = await createTripwire();
  const { policy, resolve } = reaching(web);
  const guarded = createBrowserPool({ policy, resolve, times: { settleMs: 1_500 } });
  const inside = `127.0.0.1:${tripwire.port}`;
  const origin = web.originUrl('http://evil.test/');
  web.site('evil.test', {
    '/': `<p>outside</p><iframe src="http://${inside}/frame"></iframe><img src="http://${inside}/img">
      <img src="http://[::1]:${tripwire.port}/img"><img src="http://localhost:${tripwire.port}/img">
      <link rel="preconnect" href="http://${inside}"><link rel="dns-prefetch" href="//localhost">
      <script>
        const got = [];
        const note = (what) => { got.push(what); document.body.dataset.got = got.join(); };
        for (const host of ['${inside}', 'localhost:${tripwire.port}', 'rebound.test:${tripwire.port}']) {
          try { new WebSocket('ws://' + host + '/ws').onopen = () => note('ws'); } catch {}
          fetch('http://' + host + '/fetch', { mode: 'no-cors' }).then(() => note('fetch'), () => {});
          navigator.sendBeacon('http://' + host + '/beacon', 'x');
        }
        fetch('/to-inside', { mode: 'no-cors' }).then(() => note('redirect'), () => {});
        new Worker(URL.createObjectURL(new Blob(["fetch('http://${inside}/worker',{mode:'no-cors'})"])));
        try { new RTCPeerConnection({ iceServers: [{ urls: 'stun:${inside}' }] }); note('rtc'); } catch {}
      </script>`,
    '/to-inside': redirect(`http://${inside}/redirected`),
  });
  web.site('rebound.test', {}, { addresses: [['127.0.0.1']] });
  try {
    const { html } = await render(origin, guarded);
    expect(html).toContain('outside');
    // The proxy answers in place of the server, so a request may end; nothing of it was sent on.
    expect(html).not.toMatch(/data-got="[^"]*(ws|rtc)/);
    expect(html).not.toContain(tripwire.secret);
    const led = render(new URL('/to-inside', origin).href, guarded);
    await expect(led).rejects.toMatchObject({ code: expect.stringMatching(/^blocked_/) });
    expect(tripwire.connections()).toBe(0);
  } finally {
    await guarded.close();
  }
});

test('is launched again after a crash; the page that met it is to be tried again', async () => {
  web.site('slow.test', { '/': '<p>x</p><script src="/never.js"></script>', '/never.js': hang() });
  web.site('fine.test', { '/': '<p>fine</p>' });
  const rendering = render('http://slow.test/');
  await web.waitFor('http://slow.test/never.js');
  for (const pid of browserProcesses()) process.kill(pid, 'SIGKILL');
  await expect(rendering).rejects.toMatchObject({ code: 'browser_crashed', disposition: 'retry' });
  expect((await render('http://fine.test/')).html).toContain('fine');
});

test('says so where the browser cannot be started, and does not try for ever', async () => {
  const broken = createBrowserPool({ browserPath: '/bin/false', proxy: web.proxyUrl });
  const required = createBrowserPool({ browserPath: '/nowhere/chrome', isRequired: true });
  for (let at = 0; at < 3; at += 1) {
    await expect(broken.openSite()).rejects.toMatchObject({
      code: 'browser_unavailable',
      disposition: 'fail-record',
    });
  }
  await expect(required.openSite()).rejects.toMatchObject({
    code: 'browser_unavailable',
    disposition: 'stop-run',
    message: expect.stringContaining('/nowhere/chrome'),
  });
  await Promise.all([broken.close(), required.close()]);
});

test('replaces a browser that has served its time', async () => {
  web.site('fine.test', { '/': '<p>fine</p>' });
  const recycling = createBrowserPool({ proxy: web.proxyUrl, recycleAfter: 2 });
  try {
    for (let at = 0; at < 3; at += 1) await render('http://fine.test/', recycling);
    expect(recycling.counters()).toEqual({
      renderedSites: 3,
      renderedPages: 3,
      browserLaunches: 2,
    });
  } finally {
    await recycling.close();
  }
});

test('gives up when it is told to', async () => {
  web.site('slow.test', { '/': '<p>x</p><script src="/never.js"></script>', '/never.js': hang() });
  const stop = new AbortController();
  const rendering = render('http://slow.test/', pool, { signal: stop.signal });
  await web.waitFor('http://slow.test/never.js');
  stop.abort(new Error('enough'));
  await expect(rendering).rejects.toThrow('enough');
});

/** Browsers that this process started, by what the system says of them. */
function browserProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isOurBrowser(pid));
}

function isOurBrowser(pid: number): boolean {
  try {
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return Number(parent) === process.pid && command.includes('--remote-debugging');
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

function reaching(target: TestWeb) {
  const policy = { exempt: { address: '127.0.0.1', port: target.originPort } };
  return { policy, resolve: (name: string) => target.resolve(name) };
}
