import { expect, it } from 'vitest';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractContact } from './extract-contact.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

const siteUrl = 'https://www.acme-tools.com/';
const home = pageOf(
  '<footer>Call <a href="tel:+12025550100">us</a> <a href="https://x.com/acme">x</a></footer>',
  { url: siteUrl },
);
const contact = pageOf(
  `<address>1 Oak Street, Mesa, AZ 85201</address><p>Phone 202-555-0101, fax 202-555-0199</p>
   <p>info@acme-tools.com</p><p>Hours: Mon-Fri 9am-5pm</p>`,
  { url: `${siteUrl}contact`, role: 'contact' },
);

it('fills every contact column from all pages, each value with evidence', () => {
  const { columns, evidence } = extractContact([home, contact], { country: 'US', siteUrl });
  expect(columns).toEqual({
    phone: '+12025550100',
    phones: ['+12025550100', '+12025550101'],
    fax: '+12025550199',
    email: 'info@acme-tools.com',
    emails: ['info@acme-tools.com'],
    socials: ['https://x.com/acme'],
    address: '1 Oak Street, Mesa, AZ 85201',
    opening_hours: 'Mon-Fri 9am-5pm',
  });
  expectEvidence(evidence, [home, contact]);
  expect(evidence.map(({ column, index, value }) => [column, index, value])).toEqual([
    ['phone', null, '+12025550100'],
    ['phones', 0, '+12025550100'],
    ['phones', 1, '+12025550101'],
    ['fax', null, '+12025550199'],
    ['email', null, 'info@acme-tools.com'],
    ['emails', 0, 'info@acme-tools.com'],
    ['socials', 0, 'https://x.com/acme'],
    ['address', null, '1 Oak Street, Mesa, AZ 85201'],
    ['opening_hours', null, 'Mon-Fri 9am-5pm'],
  ]);
});

it('leaves null what no page says', () => {
  const { columns, evidence } = extractContact([pageOf('<p>hello</p>')], {
    country: null,
    siteUrl,
  });
  expect(new Set(Object.values(columns))).toEqual(new Set([null]));
  expect(evidence).toEqual([]);
});
