import { describe, expect, it } from 'vitest';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractSocials } from './socials.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

function read(html: string, siteUrl = 'https://www.acme-shop.example/'): readonly string[] {
  const pages = [pageOf(html)];
  const found = extractSocials(pages, siteUrl);
  expectEvidence(found.evidence, pages);
  return found.socials;
}

describe('profiles', () => {
  it.each([
    ['http://facebook.com/acme/', 'https://www.facebook.com/acme'],
    ['https://de-de.facebook.com/acme?ref=hl', 'https://www.facebook.com/acme'],
    ['https://m.facebook.com/pg/acme/about', 'https://www.facebook.com/acme'],
    [
      'https://www.facebook.com/pages/Acme-Ltd/123456',
      'https://www.facebook.com/pages/Acme-Ltd/123456',
    ],
    [
      'https://www.facebook.com/profile.php?id=100001',
      'https://www.facebook.com/profile.php?id=100001',
    ],
    ['//twitter.com/#!/acme', 'https://x.com/acme'],
    ['https://x.com/@acme', 'https://x.com/acme'],
    ['https://de.linkedin.com/company/acme/about/', 'https://www.linkedin.com/company/acme'],
    ['https://instagram.com/acme.shop/?hl=de', 'https://www.instagram.com/acme.shop'],
    ['https://www.youtube.com/@acme/videos', 'https://www.youtube.com/@acme'],
    ['https://youtube.com/channel/UC123', 'https://www.youtube.com/channel/UC123'],
    ['https://www.tiktok.com/@acme?lang=en', 'https://www.tiktok.com/@acme'],
    ['https://www.pinterest.co.uk/acme/', 'https://www.pinterest.com/acme'],
    ['https://www.xing.com/companies/acmegmbh', 'https://www.xing.com/companies/acmegmbh'],
    ['https://github.com/acme', 'https://github.com/acme'],
    ['https://www.threads.net/@acme', 'https://www.threads.com/@acme'],
    ['https://bsky.app/profile/acme.example', 'https://bsky.app/profile/acme.example'],
    ['https://t.me/acmeshop', 'https://t.me/acmeshop'],
  ])('%s', (href, profile) => {
    expect(read(`<a href="${href}">x</a>`)).toEqual([profile]);
  });

  it('are not those of friends where one bears the name of the domain', () => {
    const links = ['instagram.com/acmeshop_uk', 'instagram.com/jane.doe', 'facebook.com/jane.doe'];
    const html = links.map((link) => `<a href="https://www.${link}">x</a>`).join('');
    expect(read(html)).toEqual([
      'https://www.instagram.com/acmeshop_uk',
      'https://www.facebook.com/jane.doe',
    ]);
  });

  it.each([
    ['https://www.gohillside.example/', 'hillside_tools'],
    ['https://www.hill.example/', 'hill_and_farms1'],
    ['https://www.hilchem.example/', 'hillside_chem'],
    ['https://www.xn--mllerbau-65a.example/', 'mullerbau_at'],
  ])('on %s bear its name as names of companies do: %s', (siteUrl, own) => {
    const html = [own, 'jane_doe'].map((name) => `<a href="https://x.com/${name}">x</a>`).join('');
    expect(read(html, siteUrl)).toEqual([`https://x.com/${own}`]);
  });

  it.each([
    'https://www.facebook.com/',
    'https://www.facebook.com/sharer/sharer.php?u=x',
    'https://www.facebook.com/plugins/like.php',
    'https://de-de.facebook.com/policy.php',
    'https://twitter.com/intent/tweet?text=x',
    'https://twitter.com/share?url=x',
    'https://x.com/acme/status/123',
    'https://www.linkedin.com/shareArticle?mini=true',
    'https://www.linkedin.com/in/jane-doe',
    'https://www.instagram.com/p/abc/',
    'https://www.youtube.com/watch?v=abc',
    'https://www.youtube.com/embed/abc',
    'https://pinterest.com/pin/create/button/',
    'https://github.com/acme/tool',
    'https://t.me/share/url?url=x',
    'https://www.facebook.com/wix',
    'https://www.facebook.com/TvojaStranka',
    'https://www.instagram.com/tuempresa',
    'https://notfacebook.com/acme',
    'https://www.acme.example/facebook.com/acme',
  ])('not %s', (href) => {
    expect(read(`<a href="${href}">x</a>`)).toEqual([]);
  });

  it('takes a page on Mastodon only where the site says it is its own', () => {
    const href = 'https://social.example/@acme';
    expect(read(`<a rel="me" href="${href}">x</a>`)).toEqual([href]);
    expect(read(`<a href="${href}">x</a>`)).toEqual([]);
  });

  it('puts declared profiles first and each profile once', () => {
    const html = `<a href="https://twitter.com/Acme">x</a><a href="https://x.com/acme">x</a>
      <script type="application/ld+json">{"@type":"Store","sameAs":["https:\\/\\/www.facebook.com\\/acme"]}</script>
      <script type="application/ld+json">{"@type":"Person","sameAs":"https://x.com/jane"}</script>`;
    expect(read(html)).toEqual(['https://www.facebook.com/acme', 'https://x.com/Acme']);
  });

  it('keeps no crowd of one network', () => {
    const links = Array.from(
      { length: 30 },
      (_, index) => `<a href="https://x.com/user${index}">u</a>`,
    );
    expect(read(links.join(' '))).toHaveLength(5);
  });

  it('takes a profile that one inner page names for another’s where the home page links to its own', () => {
    const home = '<a href="https://facebook.com/acme">x</a>';
    const list = '<a href="https://facebook.com/friends">x</a><a href="https://x.com/acme">x</a>';
    const pages = [
      pageOf(home),
      pageOf(list, { url: 'https://www.acme.example/links', role: 'page' }),
    ];
    expect(extractSocials(pages, 'https://www.other.example/').socials).toEqual([
      'https://www.facebook.com/acme',
      'https://x.com/acme',
    ]);
  });

  describe('that only data nobody sees declare', () => {
    const both = (declared: string, linked: string): string =>
      `<script type="application/ld+json">{"@type":"Store","sameAs":"${declared}"}</script>
       <a href="${linked}">Follow us</a>`;

    it('give way to the one of nearly that name that pages link to', () => {
      const html = both('https://facebook.com/acmetoolsuk', 'https://facebook.com/acmetools.ltd');
      expect(read(html, 'https://www.ac-tools.example/')).toEqual([
        'https://www.facebook.com/acmetools.ltd',
      ]);
    });

    it.each([
      ['another name', 'https://facebook.com/millbakery', 'https://facebook.com/acmetools.ltd'],
      ['another network', 'https://x.com/acmetoolsuk', 'https://facebook.com/acmetools.ltd'],
      ['the domain’s name', 'https://facebook.com/actools', 'https://facebook.com/actoolsmens'],
      [
        'a number',
        'https://facebook.com/profile.php?id=12345',
        'https://facebook.com/profile.php?id=67890',
      ],
    ])('stay where they have %s', (_, declared, linked) => {
      expect(read(both(declared, linked), 'https://www.ac-tools.example/')).toHaveLength(2);
    });
  });
});
