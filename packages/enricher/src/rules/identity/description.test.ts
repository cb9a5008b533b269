import { describe, expect, it } from 'vitest';
import type { Finding } from '../../evidence/quote.ts';
import { findDescription } from './description.ts';
import { siteContext } from './site-context.ts';
import { pageAt } from './testing/page-at.ts';

function descriptionOf(html: string): Finding | null {
  const site = siteContext(
    [pageAt('https://birchwood.example/', html)],
    'https://birchwood.example/',
  );
  return site && findDescription(site);
}

const META = '<meta name="description" content="Bread &amp; cakes  from the old mill in Leeds.">';
const PARAGRAPH =
  'For forty years we have baked rye, spelt and sourdough in the old mill, and we deliver to shops all over the county before breakfast.';

describe('findDescription', () => {
  it('prefers structured data, then Open Graph, then the description, then a paragraph', () => {
    const data = {
      '@context': 'https://schema.org',
      '@type': 'Organization',
      description: 'A bakery in an old mill near Leeds.',
    };
    const jsonld = `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
    const openGraph = '<meta property="og:description" content="Sourdough and rye from Leeds.">';
    const paragraph = `<p>${PARAGRAPH}</p>`;
    expect(descriptionOf(jsonld + openGraph + META + paragraph)?.method).toBe('jsonld');
    expect(descriptionOf(openGraph + META + paragraph)?.method).toBe('open_graph');
    expect(descriptionOf(META + paragraph)?.method).toBe('meta_description');
    expect(descriptionOf(paragraph)).toMatchObject({
      value: PARAGRAPH,
      quote: { quote: PARAGRAPH, in: 'text' },
    });
  });

  it('folds white space and decodes what was escaped twice', () => {
    expect(descriptionOf(META)?.value).toBe('Bread & cakes from the old mill in Leeds.');
    const twice = '<meta name="description" content="Bread &amp;amp; cakes from the old mill">';
    expect(descriptionOf(twice)?.value).toBe('Bread & cakes from the old mill');
  });

  it.each([
    [
      'cookie notices',
      `<p>We use cookies to make this site better for you, and by staying here you agree that we may keep them for a year or more.</p>`,
    ],
    [
      'menus',
      `<p>Home | Bread | Cakes | Pies | Delivery | Wholesale | About us | Contact us | Jobs | Press | Privacy | Terms.</p>`,
    ],
    ['footers', `<footer><p>${PARAGRAPH}</p></footer>`],
    ['slogans', '<p>Bread is life.</p>'],
    ['a template’s tagline', '<meta name="description" content="Just another WordPress site">'],
  ])('takes none from %s', (_, html) => {
    expect(descriptionOf(html)).toBeNull();
  });

  it('cuts a long text at the end of a sentence', () => {
    const value = descriptionOf(
      `<meta name="description" content="${'All our bread is good. '.repeat(100)}">`,
    )?.value;
    expect(value).toMatch(/^All our bread is good\..*good\.$/);
    expect(value!.length).toBeLessThanOrEqual(1_000);
  });
});
