import { describe, expect, it } from 'vitest';
import { crawlWeb, keptUrls, resultOf } from './testing/crawl-web.ts';

const home = 'http://a.test/';
const parked = '<title>a.test</title><p>This domain is for sale. Make an offer.</p>';

describe('what is served in place of a page', () => {
  it('is a reason of its own, and no page', async () => {
    await expect(crawlWeb({ [home]: parked }, home)).rejects.toMatchObject({
      code: 'parked_domain',
      disposition: 'fail-record',
    });
  });

  it('is missed where it is an inner page, and the rest is read', async () => {
    const web = {
      [home]: '<a href="/contact">Contact</a><a href="/about">About</a>',
      'http://a.test/contact': '<title>Page not found</title><p>Call +44 20 7946 0000 instead.</p>',
      'http://a.test/about': 'about',
    };
    const crawl = await crawlWeb(web, home);
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/about']);
    expect(resultOf(crawl).missed).toEqual([
      { url: 'http://a.test/contact', role: 'contact', reason: 'soft_404' },
    ]);
  });

  it('is met behind a stub that sends its readers there', async () => {
    const web = {
      [home]: '<script>window.location.href="/lander"</script>',
      'http://a.test/lander': parked,
    };
    await expect(crawlWeb(web, home)).rejects.toMatchObject({ code: 'parked_domain' });
  });

  it('leaves a page alone that a script may send to a log-in', async () => {
    const web = {
      [home]: '<p>Bread</p><script>if (!ok) location.href="/login"</script>',
      'http://a.test/login': '<title>Log in</title><input type="password">',
    };
    expect(keptUrls(await crawlWeb(web, home))).toEqual([home]);
  });

  it('is told by its header where the status is an error', async () => {
    const wall = { text: '', status: 403, headers: { 'cf-mitigated': 'challenge' } };
    await expect(crawlWeb({ [home]: wall }, home)).rejects.toMatchObject({
      code: 'bot_wall',
      meta: { status: 403 },
    });
  });
});
