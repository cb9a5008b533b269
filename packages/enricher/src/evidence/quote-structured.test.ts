import { describe, expect, it } from 'vitest';
import { pageOf } from '../page/testing/page-of.ts';
import { quoteProperty } from './quote-property.ts';
import { quoteStructured } from './quote-structured.ts';

function pageWith(json: string) {
  const page = pageOf(`<p>"Acme"</p><script type="application/ld+json">${json}</script>`);
  return { page, item: page.structured[0]! };
}

describe('quoteStructured', () => {
  it.each([
    ['plain', '{"name":"Acme Ltd"}', 'Acme Ltd', 'Acme Ltd'],
    [
      'with escapes',
      '{"name":"Caf\\u00e9 \\/ \\"Bar\\""}',
      'Café / "Bar"',
      'Caf\\u00e9 \\/ \\"Bar\\"',
    ],
    ['with entities', '{"name":"A &amp; B"}', 'A &amp; B', 'A &amp; B'],
    ['a number', '{"telephone":2025550123}', '2025550123', '2025550123'],
    ['with line breaks', '{"name":"A\n B"}', 'A\n B', 'A\n B'],
  ])('finds a literal %s', (_, json, value, written) => {
    const { page, item } = pageWith(json);
    expect(quoteStructured(page, item, value)).toMatchObject({ quote: written, in: 'html' });
  });

  it('looks nowhere else on the page', () => {
    const { page, item } = pageWith('{"name":"Other"}');
    expect(quoteStructured(page, item, 'Acme')).toBeNull();
  });
});

describe('quoteProperty', () => {
  it('quotes the object that holds the texts', () => {
    const { page, item } = pageWith(
      '{"a":{"address":{"s":"No}1"}},"address" : {"s":"Stra\\u00dfe 2","n":[1]},"z":1}',
    );
    expect(quoteProperty(page, item, 'address', ['Straße 2'])?.quote).toBe(
      '{"s":"Stra\\u00dfe 2","n":[1]}',
    );
    expect(quoteProperty(page, item, 'address', ['No}1'])?.quote).toBe('{"s":"No}1"}');
    expect(quoteProperty(page, item, 'address', ['Nowhere'])).toBeNull();
  });
});
