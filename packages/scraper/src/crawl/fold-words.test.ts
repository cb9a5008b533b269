import { expect, it } from 'vitest';
import { foldWords } from './fold-words.ts';

it.each([
  ['Contact us!', ['contact', 'us']],
  ['Über uns', ['uber', 'uns']],
  ['Straße · Øst · Łódź', ['strasse', 'ost', 'lodz']],
  ['HAKKIMIZDA İletişim', ['hakkimizda', 'iletisim']],
  ['ΕΠΙΚΟΙΝΩΝΊΑ', ['επικοινωνια']],
  ['qui-sommes-nous_2', ['qui', 'sommes', 'nous', '2']],
  [' \u00a0…', []],
])('%j is folded to %j', (text, words) => {
  expect(foldWords(text)).toEqual(words);
});
