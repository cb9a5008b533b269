import { describe, expect, it } from 'vitest';
import { cleanName } from './clean-name.ts';

describe('cleanName', () => {
  it.each([
    ['Welcome to Birchwood Bakery!', 'Birchwood Bakery!'],
    ['  Birchwood   Bakery™ | ', 'Birchwood Bakery'],
    ['Birchwood Bakery Logo', 'Birchwood Bakery'],
    ['Logo of Birchwood Bakery', 'Birchwood Bakery'],
    ['Birchwood Bakery – Official Website', 'Birchwood Bakery'],
    ['Willkommen bei Holzbau Tannert GmbH', 'Holzbau Tannert GmbH'],
    ['Hartley & Crane, Inc.', 'Hartley & Crane, Inc.'],
  ])('makes `%s` the name `%s`', (raw, name) => {
    expect(cleanName(raw)).toBe(name);
  });

  it.each([
    'Home',
    'Startseite',
    'Welcome to',
    'Über uns',
    'Contact us',
    'All rights reserved',
    'info@birchwood.example',
    'logo.png',
    'Call 020 7946 0123',
    '2024',
    'The freshest sourdough, rye and spelt loaves baked daily in Leeds and York',
  ])('finds no name in `%s`', (raw) => {
    expect(cleanName(raw)).toBeNull();
  });

  it('takes no longer over a hostile title than over any other', () => {
    const startedAt = performance.now();
    expect(cleanName(`${'- '.repeat(100)}x${' |'.repeat(15)}`)).toBeNull();
    expect(cleanName('-'.repeat(1_000_000))).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
