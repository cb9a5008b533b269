import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './is-public-address.ts';
import { specialAddresses } from './testing/special-addresses.ts';

describe('isPublicAddress', () => {
  it.each(specialAddresses)('refuses %s (%s)', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.215.14',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.1',
    '223.255.255.254',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('lets %s pass', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(['', 'example.com', '127.1', '0x7f.0.0.1', '2130706433', '[::1]', '8.8.8.8/32'])(
    'takes `%s` for no address at all',
    (text) => {
      expect(isPublicAddress(text)).toBe(false);
    },
  );

  it('refuses every IPv6 address outside 2000::/3', () => {
    const outside = fc.integer({ min: 0, max: 0xffff }).filter((first) => first >> 13 !== 1);
    const rest = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(outside, rest, (first, others) => {
        const groups = [first, ...others].map((group) => group.toString(16));
        expect(isPublicAddress(groups.join(':'))).toBe(false);
      }),
    );
  });

  it('refuses every IPv4 address of the private blocks', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, (a, b, c) => {
        expect(isPublicAddress(`10.${a}.${b}.${c}`)).toBe(false);
        expect(isPublicAddress(`127.${a}.${b}.${c}`)).toBe(false);
        expect(isPublicAddress(`192.168.${a}.${b}`)).toBe(false);
        expect(isPublicAddress(`172.${16 + (a % 16)}.${b}.${c}`)).toBe(false);
      }),
    );
  });
});
