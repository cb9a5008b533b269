import { expect, test } from 'vitest';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractFirm } from './extract-firm.ts';

function read(...nodes: object[]) {
  const page = pageOf(
    nodes
      .map((node) => `<script type="application/ld+json">${JSON.stringify(node)}</script>`)
      .join(''),
  );
  const { columns, evidence } = extractFirm([page]);
  const body = new TextEncoder().encode(page.source.html);
  for (const each of evidence) {
    expect(verifyEvidence(each, { body, charset: 'utf-8' })).toEqual({ ok: true });
  }
  return { columns, quotes: evidence.map(({ column, quote }) => [column, quote]) };
}

test.each([
  ['1952', '1952'],
  ['1952-05', '1952-05'],
  ['1952-05-01', '1952-05-01'],
  [1952, '1952'],
])('a founding date `%s` gives the year', (foundingDate, quote) => {
  const { columns, quotes } = read({ '@type': 'Organization', foundingDate });
  expect(columns).toEqual({ founded_year: 1952, employees: null });
  expect(quotes).toEqual([['founded_year', quote]]);
});

test.each([
  [40, '40'],
  ['40', '40'],
  [{ '@type': 'QuantitativeValue', value: 40 }, '{"@type":"QuantitativeValue","value":40}'],
])('employees come as %j', (numberOfEmployees, quote) => {
  const { columns, quotes } = read({ '@type': 'LocalBusiness', numberOfEmployees });
  expect(columns).toEqual({ founded_year: null, employees: 40 });
  expect(quotes).toEqual([['employees', quote]]);
});

test.each([
  ['a century', { '@type': 'Organization', foundingDate: '19th century' }],
  ['another thing’s date', { '@type': 'Event', foundingDate: '1952' }],
  ['a range', { '@type': 'Organization', numberOfEmployees: { minValue: 10, maxValue: 50 } }],
  ['a range in words', { '@type': 'Organization', numberOfEmployees: '10-50' }],
  ['nobody', { '@type': 'Organization', numberOfEmployees: 0 }],
])('%s is no value', (_, node) => {
  expect(read(node).columns).toEqual({ founded_year: null, employees: null });
});
