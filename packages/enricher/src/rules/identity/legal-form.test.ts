import { describe, expect, it } from 'vitest';
import { legalNames } from './legal-form.ts';

function namesIn(text: string): string[] {
  return [...legalNames(text)].map(({ start, end }) => text.slice(start, end));
}

describe('legalNames', () => {
  it.each([
    ['Angaben: Holzbau Tannert GmbH, Am Hang 4', ['Holzbau Tannert GmbH']],
    [
      'Acme & Sons, Inc. and the Law Office of Bell LLP',
      ['Acme & Sons, Inc.', 'Law Office of Bell LLP'],
    ],
    ['the Acme Ltd & Co Inc', ['Acme Ltd & Co Inc']],
    ['Acme Ltd\nAcme Tools Ltd', ['Acme Ltd', 'Acme Tools Ltd']],
    ['We are a small LLC. Acme Incognito', []],
    ['XAcme', []],
    [`${'word '.repeat(200)}Acme Ltd ${'Word '.repeat(200)}`, ['Acme Ltd']],
    [`${'Word '.repeat(200)}Ltd`, ['Word Word Word Word Word Word Ltd']],
  ])('%s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });
});
