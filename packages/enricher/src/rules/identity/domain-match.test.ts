import { describe, expect, it } from 'vitest';
import { matchDomain } from './domain-match.ts';

describe('matchDomain', () => {
  it.each([
    ['Birchwood Bakery Ltd', 'birchwoodbakery', 'equal'],
    ['The Birchwood Bakery', 'birchwoodbakery', 'equal'],
    ['Hartley & Crane', 'hartleycrane', 'equal'],
    ['Hartley & Crane', 'hartleyandcrane', 'equal'],
    ['Café Élan', 'cafeelan', 'equal'],
    ['Birchwood Bakery', 'shopbirchwoodbakery', 'equal'],
    ['Birchwood.com', 'birchwood', 'equal'],
    ['Birchwood Bakery', 'birchwood', 'part'],
    ['Birchwood', 'birchwoodleeds', 'part'],
    ['Hillside Chemicals', 'hillchem', 'initials'],
    ['North Eastern Rail Tours', 'nert', 'initials'],
    ['Bank of Harlow Fields', 'bhf', 'initials'],
    ['Birchwood Bakery', 'birchwoodbakerymd', 'equal'],
    ['Bäckerei Möller', 'baeckereimoeller', 'equal'],
    ['Bäckerei Möller', 'backereimoller', 'equal'],
    ['Ølgård Bageri', 'oelgaardbageri', 'equal'],
    ['Doctor Anna Hale', 'doctorhale', 'part'],
    ['Anna B. Hale, DDS', 'haledentist', 'part'],
    ['Anna B. Hale, D.D.S.', 'haledentist', 'part'],
    ['Anna Hale B C D', 'haledentist', 'none'],
    ['Sachverständigenbüro Hale', 'buerohale', 'part'],
    ['Sachverständigenbüro Hale', 'hale', 'none'],
    ['Dr. med. vet. Anna Birchwood', 'praxisbirchwood', 'part'],
    ['Anna B. Hale', 'haledentist', 'none'],
    ['Bread by Dr. Crane at the Mill', 'millbakers', 'none'],
    ['株式会社架空', '架空', 'equal'],
    ['Hale to the Doctor', 'doctorhale', 'none'],
    ['Fresh Bread Daily', 'birchwoodbakery', 'none'],
    ['Bread', 'birchwoodbakery', 'none'],
    ['Crane', 'hartleyplumbing', 'none'],
  ])('calls `%s` on `%s` %s', (name, label, match) => {
    expect(matchDomain(name, [label])).toBe(match);
  });

  it('takes the best of several labels', () => {
    expect(matchDomain('Birchwood Bakery', ['oldfirm', 'birchwood', 'birchwoodbakery'])).toBe(
      'equal',
    );
  });

  it('takes no longer over repeated letters', () => {
    const startedAt = performance.now();
    matchDomain(Array(8).fill('a'.repeat(7)).join(' '), [`${'a'.repeat(60)}b`]);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
