import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from 'node:zlib';
import { sampleResult } from '../testing/ledger-entries.ts';
import { isIntact, LineBuffer, parseLine } from './journal-line.ts';

/** The line of one entry, without its LF. */
function lineOf(value: string): Buffer {
  const lines = new LineBuffer();
  lines.push({ seq: 7, entry: sampleResult(1, { value }) });
  return Buffer.from(lines.bytes.subarray(0, -1));
}

test('is eight hex digits of CRC-32, a TAB and JSON', () => {
  const line = lineOf('text').toString();
  const json = line.slice(9);
  expect(line.slice(0, 9)).toBe(`${crc32(json).toString(16).padStart(8, '0')}\t`);
  expect(JSON.parse(json)).toEqual({ v: 2, seq: 7, ...sampleResult(1, { value: 'text' }) });
});

test('gives back any text, and stays on one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const line = lineOf(value);
      expect(line.includes('\n')).toBe(false);
      expect(isIntact(line)).toBe(true);
      expect(parseLine(line)).toEqual({ kind: 'entry', seq: 7, entry: sampleResult(1, { value }) });
    }),
  );
});

test.each([
  ['a lone half', 'a\uD83Db', 'a\uFFFDb'],
  ['two halves in the wrong order', '\uDE00\uD83D', '\uFFFD\uFFFD'],
  ['text that looks like an escaped half', '\\ud83d', '\\ud83d'],
  ['a lone half after a backslash', '\\\uD83D', '\\\uFFFD'],
  ['a whole pair', '😀', '😀'],
])('replaces what UTF-8 cannot hold, and nothing else: %s', (_what, value, expected) => {
  expect(parseLine(lineOf(value))).toMatchObject({ entry: { value: expected } });
});

test('keeps lines apart, whatever their length', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60_000), { maxLength: 12 }), (lengths) => {
      const lines = new LineBuffer();
      const entries = lengths.map((length, seq) => ({
        seq,
        entry: sampleResult(seq, { value: 'ü'.repeat(length) }),
      }));
      const bytes = entries.map((entry) => lines.push(entry));
      let start = 0;
      for (const [at, length] of bytes.entries()) {
        const line = lines.bytes.subarray(start, start + length - 1);
        expect(parseLine(line)).toEqual({ kind: 'entry', ...entries[at] });
        start += length;
      }
      expect(lines.bytes.length).toBe(start);
    }),
    { numRuns: 20 },
  );
});

test('notices any flipped bit', () => {
  const line = lineOf('text');
  for (let bit = 0; bit < line.length * 8; bit += 1) {
    const damaged = Buffer.from(line);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(isIntact(damaged)).toBe(false);
  }
});

test.each([
  ['an entry of a newer version', { v: 3, seq: 1 }, { kind: 'newer', version: 3 }],
  ['something else', { v: 1, seq: 1, kind: 'novelty' }, { kind: 'unknown' }],
  ['an entry without its number', { v: 1, ...sampleResult(1) }, { kind: 'unknown' }],
])('tells %s', (_what, content, expected) => {
  expect(parseLine(Buffer.from(`00000000\t${JSON.stringify(content)}`))).toEqual(expected);
});
