import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrdinalSet } from './ordinal-set.ts';

test('agrees with a Set', () => {
  const ordinals = fc.array(fc.oneof(fc.nat(100), fc.nat(50_000)));
  fc.assert(
    fc.property(ordinals, fc.array(fc.nat(50_000)), (added, asked) => {
      const set = new OrdinalSet();
      for (const ordinal of added) set.add(ordinal);
      const model = new Set(added);
      expect(set.size).toBe(model.size);
      for (const ordinal of [...added, ...asked]) expect(set.has(ordinal)).toBe(model.has(ordinal));
    }),
  );
});
