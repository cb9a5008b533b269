import { describe, expect, it } from 'vitest';
import { allowAll } from './robots-rules.ts';
import { RulesCache } from './rules-cache.ts';

describe('RulesCache', () => {
  it('stays within its size, and lets the least recently used go', () => {
    const cache = new RulesCache({ maxAgeMs: 1_000, maxBytes: 10 * 10_000, now: () => 0 });
    for (let site = 0; site < 9; site += 1) cache.set(`https://${site}`, allowAll, 9_000);
    cache.get('https://0');
    cache.set('https://9', allowAll, 9_000);
    expect(cache.get('https://0')).toBe(allowAll);
    expect(cache.get('https://1')).toBeUndefined();
    expect(cache.get('https://2')).toBe(allowAll);
  });

  it('does not keep what alone is too large', () => {
    const cache = new RulesCache({ maxAgeMs: 1_000, maxBytes: 5_000, now: () => 0 });
    cache.set('https://huge', allowAll, 9_000);
    expect(cache.get('https://huge')).toBeUndefined();
    cache.set('https://small', allowAll, 100);
    expect(cache.get('https://small')).toBe(allowAll);
  });

  it('counts an origin that is set again once', () => {
    const cache = new RulesCache({ maxAgeMs: 1_000, maxBytes: 5_000, now: () => 0 });
    for (let time = 0; time < 100; time += 1) cache.set('https://same', allowAll, 3_000);
    expect(cache.get('https://same')).toBe(allowAll);
  });
});
