import { expect, test } from 'vitest';
import { encodeWindows1252 } from './encode-windows-1252.ts';

test('writes accents, dashes and quotation marks as single bytes', () => {
  expect([...encodeWindows1252('a é – “ €')]).toEqual([
    0x61, 0x20, 0xe9, 0x20, 0x96, 0x20, 0x93, 0x20, 0x80,
  ]);
});

test('refuses what the encoding does not have', () => {
  expect(() => encodeWindows1252('naïve ☕')).toThrow('windows-1252 has no `☕`');
});
