import { parsePage, type PageDocument } from '@sluice/enricher';
import { expect, test } from 'vitest';
import { DocumentCache } from './document-cache.ts';

function page(html: string): PageDocument {
  return parsePage({ url: 'https://a.example/', html, sha256: '', charset: 'utf-8', role: 'home' });
}

test('gives documents out once', () => {
  const cache = new DocumentCache();
  const documents = [page('<p>one'), page('<p>two')];
  cache.put('a', documents);
  expect(cache.take('a')).toBe(documents);
  expect(cache.take('a')).toBeUndefined();
});

test('keeps no more than it may, the newest in any case', () => {
  const cache = new DocumentCache(100);
  const small = [page('x'.repeat(40))];
  for (const key of ['a', 'b', 'b', 'c']) cache.put(key, small);
  expect(['a', 'b', 'c'].map((key) => cache.take(key))).toEqual([undefined, small, small]);
  const large = [page('x'.repeat(1_000))];
  cache.put('d', small);
  cache.put('e', large);
  expect([cache.take('d'), cache.take('e')]).toEqual([undefined, large]);
});
