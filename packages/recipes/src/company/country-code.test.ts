import { expect, test } from 'vitest';
import { countryCode } from './country-code.ts';

test.each([
  ['DE', 'DE'],
  ['gb', 'GB'],
  ['UK', 'GB'],
  ['Germany', 'DE'],
  [' united states ', 'US'],
  ['Österreich', 'AT'],
])('reads `%s`', (text, code) => expect(countryCode(text)).toBe(code));

test.each([null, '', 'Atlantis', 'QX', 'D', '49'])('reads nothing from `%s`', (text) => {
  expect(countryCode(text)).toBeNull();
});
