import { describe, expect, it } from 'vitest';
import { crawlWeb, type Web } from './testing/crawl-web.ts';

const home = 'http://a.test/';
const phone = '<a href="tel:+12025550123">+1 202 555 0123</a>';
const email = '<a href="mailto:info@a.test">info@a.test</a>';
const description = '<a href="about:us">Who we are, at some length</a>';

const paths = {
  contact: 'Contact',
  imprint: 'Imprint',
  about: 'About us',
  locations: 'Locations',
  team: 'Team',
  hours: 'Opening hours',
  support: 'Customer service',
  privacy: 'Privacy',
  terms: 'Terms',
  blog: 'Blog',
  garden: 'Garden',
} as const;
type Path = keyof typeof paths;

/** Crawls a site whose home page links to all these pages, and gives the paths asked for, in order. */
async function asked(names: readonly Path[], pages: Partial<Record<Path | '', string>>) {
  const links = names.map((name) => `<a href="/${name}">${paths[name]}</a>`).join(' ');
  const web: Web = Object.fromEntries([
    [home, `${links} ${pages[''] ?? ''}`],
    ...names.flatMap((name) => {
      const html = pages[name];
      return html === undefined ? [] : [[`${home}${name}`, `${name} ${html}`]];
    }),
  ]);
  const { requests } = await crawlWeb(web, home);
  return requests.slice(1).map((url) => url.slice(home.length));
}

const all = Object.keys(paths) as Path[];

describe('pages are asked for as long as columns are empty that they may fill', () => {
  it('a site that has told everything is asked for what may tell more of the same only', async () => {
    const pages = { '': `${phone} ${description}`, contact: email, locations: '', hours: '' };
    expect(await asked(all, { ...pages, imprint: '', team: '' })).toEqual([
      'contact',
      'imprint',
      'locations',
      'team',
      'hours',
    ]);
  });

  it('customer service, until number and address are told', async () => {
    const pages = { '': description, contact: phone, support: '' };
    expect(await asked(['contact', 'support'], pages)).toEqual(['contact', 'support']);
    const told = { ...pages, contact: phone + email };
    expect(await asked(['contact', 'support'], told)).toEqual(['contact']);
  });

  it('about, until a page tells who they are and there is a contact page', async () => {
    const names = ['contact', 'about'] as const;
    const complete = `${phone} ${email} ${description}`;
    expect(await asked(names, { contact: complete })).toEqual(['contact']);
    expect(await asked(names, { contact: `${phone} ${email}`, about: '' })).toEqual(names);
    expect(await asked(names, { '': complete, about: '' })).toEqual(names);
  });

  it('privacy and news without a contact page, until number and address are told', async () => {
    const names = ['privacy', 'blog'] as const;
    expect(await asked(names, { '': phone, privacy: '', blog: '' })).toEqual(names);
    expect(await asked(names, { '': phone, privacy: email, blog: '' })).toEqual(['privacy']);
    expect(await asked(names, { '': phone + email, privacy: '', blog: '' })).toEqual([]);
  });

  it('terms and what says nothing of itself, as long as there is neither', async () => {
    const names = ['terms', 'garden'] as const;
    expect(await asked(names, { terms: '', garden: '' })).toEqual(['sitemap.xml', ...names]);
    expect(await asked(names, { terms: phone, garden: '' })).toEqual(['sitemap.xml', 'terms']);
    expect(await asked(names, { '': email })).toEqual([]);
  });
});

it('asks for one page in the place of a contact page that is gone, and for none in that of another', async () => {
  const links = (role: string, text: string) =>
    ['', '-us', '-more', '-all'].map((end) => `<a href="/${role}${end}">${text}</a>`).join(' ');
  const { requests } = await crawlWeb(
    { [home]: `${links('contact', 'Contact')} ${links('about', 'About')}` },
    home,
  );
  expect(requests.slice(1)).toEqual([`${home}contact`, `${home}contact-us`, `${home}about`]);
});

it.each([
  [1, []],
  [2, ['contact']],
  [3, ['contact', 'imprint']],
  [4, ['contact', 'imprint', 'locations']],
  [5, ['contact', 'imprint', 'locations', 'about']],
])('spends a budget of %i pages on %j', async (maxPages, chosen) => {
  const links = all.map((name) => `<a href="/${name}">${paths[name]}</a>`).toReversed();
  const web: Web = Object.fromEntries([
    [home, links.join(' ')],
    ...all.map((name) => [`${home}${name}`, name]),
  ]);
  const { requests } = await crawlWeb(web, home, { limits: { maxPages } });
  expect(requests).toEqual([home, ...chosen.map((name) => `${home}${name}`)]);
});

it('asks for further contact pages until number and address are told', async () => {
  const names = ['', '-berlin', '-paris'];
  const links = names.map((end) => `<a href="/contact${end}">Contact</a>`).join(' ');
  const web = (contact: string): Web => ({
    [home]: links,
    'http://a.test/contact': contact,
    'http://a.test/contact-berlin': `Berlin ${email}`,
    'http://a.test/contact-paris': 'Paris',
  });
  const few = await crawlWeb(web(phone + email), home);
  expect(few.requests).toEqual([home, 'http://a.test/contact']);
  const more = await crawlWeb(web(phone), home);
  expect(more.requests).toEqual([home, 'http://a.test/contact', 'http://a.test/contact-berlin']);
});
