import { expect, it } from 'vitest';
import { matchDomain } from './domain-match.ts';
import { romanised } from './romanised.ts';

it.each([
  ['Акме Стил', 'akme stil'],
  ['Ταβέρνα Η Άκμη', 'taverna i akmi'],
  ['Чайка', 'chayka'],
  ['Acme Łódź', null],
])('%s is %s', (name, latin) => {
  expect(romanised(name)).toBe(latin);
});

it('lets a name of other letters agree with its domain', () => {
  expect(matchDomain('Акме Стил ЕООД', ['akmestil'])).not.toBe('none');
  expect(matchDomain('Акме Стил', ['akmestil'])).toBe('equal');
  expect(matchDomain('Ταβέρνα Η Άκμη', ['tavernaakmi'])).toBe('part');
});
