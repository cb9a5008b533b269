import { describe, expect, test } from 'vitest';
import type { InputColumn } from '../engine/recipe.ts';
import { UsageError } from '../errors.ts';
import { resolveInputs } from './resolve-inputs.ts';

const website: InputColumn = {
  name: 'website',
  synonyms: ['url', 'homepage', 'web site'],
  required: true,
  description: 'Where the company is on the web',
};
const country: InputColumn = {
  name: 'country',
  synonyms: ['country code'],
  required: false,
  description: 'Two letters',
};
const inputs = [website, country];

describe('resolveInputs', () => {
  test.each([
    ['by its name', ['id', 'website'], { website: 'website' }],
    [
      'without case, blanks, `_` and `-`',
      ['Web-Site', 'COUNTRY_Code'],
      { website: 'Web-Site', country: 'COUNTRY_Code' },
    ],
    ['by name before any synonym', ['url', 'Website'], { website: 'Website' }],
    ['by the first synonym of several', ['homepage', 'URL'], { website: 'URL' }],
    ['and leaves out what is absent', ['url'], { website: 'url' }],
  ])('finds a column %s', (_, columns, expected) => {
    expect(resolveInputs(inputs, columns)).toEqual(expected);
  });

  test('does what the map says, whatever the names say', () => {
    const resolved = resolveInputs(inputs, ['website', 'Site', 'country'], { website: 'site' });
    expect(resolved).toEqual({ website: 'Site', country: 'country' });
  });

  test('never uses a column twice on its own account', () => {
    const alternative = { ...website, name: 'shop', required: false };
    expect(resolveInputs([website, alternative], ['url'])).toEqual({ website: 'url' });
  });

  test('leaves a column to the input of its name, though another has it as a synonym', () => {
    const first = { ...website, name: 'page', synonyms: ['website'], required: false };
    expect(resolveInputs([first, website], ['website'])).toEqual({ website: 'website' });
  });

  test('prefers the column that is named exactly as the map says', () => {
    const resolved = resolveInputs(inputs, ['my site', 'my_site'], { website: 'my_site' });
    expect(resolved).toEqual({ website: 'my_site' });
  });

  test.each([
    ['an unknown input', { web: 'Site' }, '`web`. It has `website`, `country`'],
    ['an unknown column', { website: 'Sit' }, 'no column `Sit` for `website`. It has `id`, `Site`'],
  ])('refuses a map with %s and lists the choices', (_, map, message) => {
    expect(() => resolveInputs(inputs, ['id', 'Site'], map)).toThrow(UsageError);
    expect(() => resolveInputs(inputs, ['id', 'Site'], map)).toThrow(message);
  });

  test('names the columns found and the next step when a required one is missing', () => {
    expect(() => resolveInputs(inputs, ['id', 'Firm'])).toThrow(
      'no column for `website`, which the recipe needs. It has `id`, `Firm`: say which of them it is ' +
        'with `--map website=<column>`',
    );
  });

  test('does without a required column where the dataset has the one that stands in for it', () => {
    const firm: InputColumn = { ...country, name: 'name', synonyms: ['firm'] };
    const either = [{ ...website, unless: 'name' }, firm];
    expect(resolveInputs(either, ['id', 'Firm'])).toEqual({ name: 'Firm' });
    expect(() => resolveInputs(either, ['id', 'Note'])).toThrow('no column for `website`');
  });
});
