import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBar, formatBytes, formatDuration, formatShare } from './format-figures.ts';

test.each([
  [0, '0 ms'],
  [350.4, '350 ms'],
  [4_200, '4.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [19_800_000, '5 h 30 min'],
])('formatDuration(%d) is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1_500, '1.5 kB'],
  [999_600, '1 MB'],
  [123_400_000, '123 MB'],
])('formatBytes(%d) is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

describe('shares and bars', () => {
  test('say none and all only where it is so', () => {
    expect(formatShare(0, 3)).toBe('0 %');
    expect(formatShare(3, 3)).toBe('100 %');
    expect(formatShare(1, 100_000)).toBe('< 0.1 %');
    expect(formatShare(99_999, 100_000)).toBe('> 99.9 %');
    expect(formatShare(7, 8)).toBe('87.5 %');
    expect(formatShare(0, 0)).toBe('–');
  });

  test('a bar has twenty blocks, is empty for none and full for all', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const [part, whole] = [Math.min(a, b), Math.max(a, b)];
        const bar = formatBar(part, whole);
        expect(bar).toMatch(/^█*░*$/);
        expect(bar).toHaveLength(20);
        expect(bar.includes('█')).toBe(part > 0);
        expect(bar.includes('░')).toBe(part < whole || whole === 0);
      }),
    );
  });
});
