import { expect, test } from 'vitest';
import type { PageLink } from '../crawl/page-links.ts';
import { classifyPage, type ServedPage } from './classify-page.ts';

function classify(html: string, rest: Partial<ServedPage> = {}): string | null {
  return classifyPage({ html, links: [], headers: {}, ...rest });
}

const page = (title: string, body: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`;

const contactLink: PageLink = { url: 'mailto:info@a.example', text: 'Write', isNofollow: false };
const menu: PageLink[] = Array.from({ length: 20 }, (_, at) => ({
  url: `https://a.example/${at}`,
  text: `Page ${at}`,
  isNofollow: false,
}));
const story = 'We have been baking bread in this street since 1974. '.repeat(40);

const walls: readonly (readonly [code: string, what: string, html: string])[] = [
  [
    'bot_wall',
    'a challenge of a content network',
    page(
      'Just a moment...',
      '<h1>www.a.example</h1><p>Checking if the site connection is secure</p><script>window._cf_chl_opt={}</script>',
    ),
  ],
  [
    'bot_wall',
    'a page that is nothing but a challenge script',
    '<html><head></head><body><iframe src="/_Incapsula_Resource?SWUDNSAI=31"></iframe></body></html>',
  ],
  [
    'bot_wall',
    'a refusal with a reference number',
    page(
      'Access Denied',
      `<h1>Access Denied</h1>You don't have permission to access "http://a.example/" on this server.<p>Reference #18.2d3e</p>`,
    ),
  ],
  [
    'captcha',
    'a captcha with its words',
    page(
      'Security check',
      '<p>Please verify you are a human</p><div class="h-captcha"></div><script src="https://js.hcaptcha.com/1/api.js"></script>',
    ),
  ],
  [
    'captcha',
    'a captcha in a frame',
    '<html><body><script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
  ],
  [
    'cookies_required',
    'a demand for cookies',
    page('A shop', '<p>Please enable cookies in your browser to continue.</p>'),
  ],
  [
    'cookies_required',
    'the same in German',
    page('Ein Laden', '<p>Bitte aktivieren Sie Cookies, um fortzufahren.</p>'),
  ],
  [
    'login_wall',
    'a log-in form',
    page('Sign in', '<form><input name="user"><input type="password" name="p"></form>'),
  ],
  [
    'login_wall',
    'the same in French',
    page(
      'Extranet',
      '<h1>Connexion</h1><form><input class="x" type=password><button>OK</button></form>',
    ),
  ],
  [
    'parked_domain',
    'a domain for sale',
    page('a.example', '<h1>a.example</h1><p>This domain is for sale! Make an offer today.</p>'),
  ],
  [
    'parked_domain',
    'a parking frame',
    page('a.example', '<script src="https://img.sedoparking.com/js/x.js"></script>'),
  ],
  [
    'parked_domain',
    'the same in German',
    page('a.example', '<p>Diese Domain steht zum Verkauf.</p>'),
  ],
  [
    'parked_domain',
    'a server that nobody has set up',
    page(
      'Apache2 Debian Default Page: It works',
      `<p>${'This is the default welcome page. '.repeat(80)}</p>`,
    ),
  ],
  ['soft_404', 'a title that says so', page('404 - A firm', `<p>${story}</p>`)],
  ['soft_404', 'a title that says so in words', page('Page not found | A firm', '<p>Sorry.</p>')],
  ['soft_404', 'the same in German', page('Seite nicht gefunden – Laden', '<p>Hm.</p>')],
  ['soft_404', 'the same in Spanish', page('Página no encontrada', '<p>Hm.</p>')],
  ['soft_404', 'the same in Dutch', page('Pagina niet gevonden', '<p>Hm.</p>')],
  ['soft_404', 'a heading that says so', page('A firm', '<h1>Page not found</h1><p>Sorry.</p>')],
  [
    'maintenance',
    'a closed site',
    page('A firm', '<h1>Down for maintenance</h1><p>We will be back soon.</p>'),
  ],
  ['maintenance', 'the same in German', page('Laden', '<p>Wegen Wartungsarbeiten geschlossen</p>')],
  ['empty_page', 'nothing', ''],
  ['empty_page', 'a document without content', '<html><head></head><body> \n </body></html>'],
];

test.each(walls)('%s: %s', (code, _what, html) => {
  expect(classify(html)).toBe(code);
});

const pages: readonly (readonly [what: string, html: string, links?: readonly PageLink[]])[] = [
  ['one word', 'contact'],
  ['a picture', '<img src="sign.png">'],
  ['an application that has not started', '<div id="root"></div><script src="/app.js"></script>'],
  ['a frameset', '<frameset cols="1"><frame src="main.html"></frameset>'],
  [
    'a firm that repairs captchas',
    page(
      'Captcha Ltd',
      `<p>Please verify you are a human</p><p>${story}</p><div class="g-recaptcha"></div>`,
    ),
    menu,
  ],
  [
    'a contact form with a captcha',
    page('Contact', '<form>Your message <div class="g-recaptcha"></div></form>'),
    [contactLink],
  ],
  [
    'a cookie banner',
    page('Shop', `<p>Enable cookies to use the basket.</p><p>${story}</p>`),
    menu,
  ],
  [
    'a cookie banner over little',
    page('Shop', '<p>We use cookies. Accept all cookies?</p><h1>Bread</h1>'),
  ],
  [
    'a log-in in the header',
    page('Firm', `<form>Log in <input type="password"></form><p>${story}</p>`),
    menu,
  ],
  [
    'a log-in beside contact data',
    page('Login', '<form><input type="password"></form>'),
    [contactLink],
  ],
  ['a broker of domains', page('Domains', `<p>This domain is for sale</p><p>${story}</p>`), menu],
  ['an estate agent', page('Homes', '<p>The house is for sale. Make an offer.</p>')],
  [
    'a firm for maintenance',
    page('Lift maintenance', '<p>We maintain lifts. Maintenance contracts from £90.</p>'),
  ],
  [
    'a maintenance page that says how to reach the owner',
    page('Firm', '<p>Down for maintenance</p>'),
    [contactLink],
  ],
  ['a number that is no status', page('404-220 Main Street', '<p>Visit us.</p>')],
  ['a house number', page('Room 404', '<p>Escape games.</p>')],
  ['a lost-property office', page('Lost and found', '<h1>Found items</h1>')],
  [
    'a script that names a bot wall on a full page',
    page(
      'Firm',
      `<p>${story}</p><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`,
    ),
    menu,
  ],
];

const cases = pages.map(([what, html, links = []]) => ({ what, html, links }));

test.each(cases)('a page: $what', ({ html, links }) => {
  expect(classify(html, { links })).toBeNull();
});

test('headers of bot walls tell whatever the body is', () => {
  expect(classify('', { headers: { 'x-amzn-waf-action': 'challenge' } })).toBe('bot_wall');
  expect(classify('hello', { headers: { 'cf-mitigated': 'challenge' } })).toBe('bot_wall');
  expect(
    classify('hello', { headers: { 'cf-cache-status': 'HIT', server: 'cloudflare' } }),
  ).toBeNull();
});

test('takes no longer for a page that is made to be slow', () => {
  const hostile = ['<', '<script ', '<script>', '<!--', '<title>', ' sorry', '(', 'error '].map(
    (part) => part.repeat(Math.ceil(2_000_000 / part.length)),
  );
  const startedAt = performance.now();
  for (const html of hostile) classify(html);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
