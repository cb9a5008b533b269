import { expect, test } from 'vitest';
import {
  bitString,
  explicit,
  integer,
  octetString,
  oid,
  sequence,
  utcTime,
  utf8String,
} from './der.ts';

test.each([
  [[], '020100'],
  [[0], '020100'],
  [[0x7f], '02017f'],
  [[0x80], '02020080'],
  [[0x01, 0x00], '02020100'],
  [[0x00, 0x00, 0x2a], '02012a'],
  [[0x00, 0xff], '020200ff'],
])('the integer of bytes %j is %s', (bytes, encoded) => {
  expect(integer(Buffer.from(bytes)).toString('hex')).toBe(encoded);
});

test.each([
  [127, '047f'],
  [128, '048180'],
  [255, '0481ff'],
  [256, '04820100'],
])('%i bytes of content have the header %s', (length, header) => {
  const encoded = octetString(Buffer.alloc(length, 0xee)).toString('hex');
  expect(encoded).toBe(header + 'ee'.repeat(length));
});

test('an object identifier has base-128 arcs', () => {
  expect(oid('1.2.840.113549').toString('hex')).toBe('06062a864886f70d');
  expect(oid('2.5.29.17').toString('hex')).toBe('0603551d11');
});

test('a time has two digits of the year', () => {
  const encoded = utcTime(new Date('2026-11-22T09:08:07.654Z'));
  expect(encoded).toEqual(Buffer.from('\x17\x0d261122090807Z', 'latin1'));
});

test('constructed values hold their items', () => {
  expect(sequence(utf8String('ü'), explicit(3, bitString(Buffer.of(6), 1))).toString('hex')).toBe(
    '300a0c02c3bca30403020106',
  );
});
