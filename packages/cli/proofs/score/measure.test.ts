import { expect, test } from 'vitest';
import type { Gold } from './gold.ts';
import { countUninvented, measure, type FoundValues } from './measure.ts';

const gold: Gold = {
  id: '1',
  phones: ['+12025550101', '+12025550102'],
  fax: [],
  mailto: ['Info@example.com'],
  name: 'Alder & Finch',
  name_alternatives: ['Alder and Finch Ltd.'],
  logo: 'http://a.example/logo.png',
  logo_alternatives: [],
  banner: null,
  banner_alternatives: [],
};
const found: FoundValues = {
  id: '1',
  phones: ['+12025550101', '+12025550199'],
  fax: null,
  emails: ['info@example.com', 'other@example.com'],
  company_name: 'ALDER AND FINCH LTD',
  logo_url: null,
  banner_url: 'http://a.example/b.png',
};

test('counts right, wrong and missed values', () => {
  const [phones, fax, mailto, name, logo, banner] = measure([[found, gold]]);
  expect(phones).toMatchObject({ right: 1, wrong: 1, missed: 1, precision: 0.5, f1: 0.5 });
  expect(fax).toMatchObject({ right: 0, wrong: 0, missed: 0, f1: null });
  expect(mailto).toMatchObject({ right: 1, wrong: 0, missed: 0, recall: 1 });
  expect(name).toMatchObject({ right: 1, wrong: 0, missed: 0 });
  expect(logo).toMatchObject({ right: 0, wrong: 0, missed: 1, recall: 0 });
  expect(banner).toMatchObject({ right: 0, wrong: 1, missed: 0 });
});

test('sites that nobody annotated are left out', () => {
  const [phones] = measure([[found, { ...gold, phones: null }]]);
  expect(phones).toMatchObject({ right: 0, wrong: 0, missed: 0 });
});

test('counts the sites without an image for which none was invented', () => {
  expect(countUninvented([[found, gold]], 'banner_url')).toEqual({ right: 0, sites: 1 });
  expect(countUninvented([[found, { ...gold, logo: null }]], 'logo_url')).toEqual({
    right: 1,
    sites: 1,
  });
});
