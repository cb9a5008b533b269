import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../fingerprint.ts';
import { FingerprintIndex, fingerprintWords } from './fingerprint-index.ts';

test('splits a fingerprint into its first four words', () => {
  const words = fingerprintWords(`00000001ffffffff0a0b0c0d80000000${'7'.repeat(32)}`);
  expect([...words]).toEqual([1, 0xffffffff, 0x0a0b0c0d, 0x80000000]);
});

interface Known {
  segment: number | null;
  row: number;
  attempts: number;
  attemptsAlone: number;
}

type Step =
  | {
      readonly kind: 'result';
      readonly key: number;
      readonly segment: number;
      readonly row: number;
    }
  | { readonly kind: 'attempt'; readonly key: number; readonly isAlone: boolean };

/** The same in a Map. */
function applyTo(model: Map<number, Known>, step: Step): void {
  if (step.kind === 'result') {
    model.set(step.key, { segment: step.segment, row: step.row, attempts: 0, attemptsAlone: 0 });
    return;
  }
  const known = model.get(step.key) ?? { segment: null, row: 0, attempts: 0, attemptsAlone: 0 };
  known.attempts += 1;
  known.attemptsAlone += step.isAlone ? 1 : 0;
  model.set(step.key, known);
}

const key = fc.integer({ min: 0, max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('result' as const), key, segment: fc.nat(9), row: fc.nat(99) }),
  fc.record({ kind: fc.constant('attempt' as const), key, isAlone: fc.boolean() }),
);

/** Fingerprints that share three of their words, so that they collide in the table. */
function collidingWords(at: number): Uint32Array {
  return new Uint32Array([7, 7, 7, at]);
}

test('agrees with a Map, also where all fingerprints collide', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const index = new FingerprintIndex();
      const model = new Map<number, Known>();
      for (const one of steps) {
        const words = collidingWords(one.key);
        applyTo(model, one);
        if (one.kind === 'result') index.setResult(words, one.segment, one.row);
        else index.countAttempt(words, 1, one.isAlone);
      }
      for (let at = 0; at <= 30; at += 1)
        expect(index.find(collidingWords(at))).toEqual(model.get(at));
      expect(index.size).toBe(model.size);
    }),
  );
});

test('finds every one of a hundred thousand, and nothing else', () => {
  const index = new FingerprintIndex();
  const words = Array.from({ length: 100_000 }, (_, at) => fingerprintWords(sha256(String(at))));
  for (const [at, one] of words.entries()) index.setResult(one, 1 + (at % 7), at);
  const wrong = words.filter(
    (one, at) => index.find(one)?.row !== at || index.find(one)?.segment !== 1 + (at % 7),
  );
  expect(wrong).toEqual([]);
  expect(index.find(fingerprintWords(sha256('another')))).toBeUndefined();
});

test('an attempt that ended counts no more, and never less than none', () => {
  const index = new FingerprintIndex();
  const words = collidingWords(1);
  index.countAttempt(words, -1, true);
  index.countAttempt(words, 1, true);
  index.countAttempt(words, 1, false);
  index.countAttempt(words, -1, false);
  expect(index.find(words)).toMatchObject({ attempts: 1, attemptsAlone: 1 });
});

test('a result moves only within the segment that it is in', () => {
  const index = new FingerprintIndex();
  const words = collidingWords(1);
  index.setResult(words, 2, 10);
  index.moveResult(words, 1, 5);
  expect(index.find(words)).toMatchObject({ segment: 2, row: 10 });
  index.moveResult(words, 2, 5);
  expect(index.find(words)).toMatchObject({ segment: 2, row: 5 });
});
