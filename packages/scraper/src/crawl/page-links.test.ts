import { expect, it } from 'vitest';
import { considerable, considerableLinks } from './page-links.ts';

const link = (url: string) => ({ url, text: '', isNofollow: false });

it('considers addresses that somebody may have written, as many as a page may have', () => {
  const usual = 'http://a.test/contact';
  const endless = `http://a.test/${'a/'.repeat(1_000)}`;
  expect(considerable(usual)).toBe(usual);
  expect(considerable(endless)).toBeNull();
  expect(considerable(null)).toBeNull();
  expect(considerableLinks([link(endless), link(usual)])).toEqual([link(usual)]);
  const many = Array.from({ length: 20_000 }, (_, n) => link(`http://a.test/${n}`));
  expect(considerableLinks(many)).toEqual(many.slice(0, 5_000));
});
