import { expect, test } from 'vitest';
import type { PageDocument } from '../../page/page-document.ts';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractContact } from './extract-contact.ts';
import { ownPart } from './own-part.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

function read(pages: readonly PageDocument[], country: string) {
  const found = extractContact(pages, { country, siteUrl: 'https://www.acme.example/' });
  expectEvidence(found.evidence, pages);
  return found.columns;
}

const imprint = `
  <h1>Impressum</h1>
  <p>Notarin Dr. Anna Acme<br>Lange Str. 7<br>10115 Berlin<br>Telefon: 030 23125 001<br>
  E-Mail: <a href="mailto:info@acme.example">info@acme.example</a></p>
  <h2>Zuständige Kammer</h2>
  <h3>Adresse</h3>
  <p>Kammer der Beispiele<br>Breite Str. 99<br>10178 Berlin<br>Telefon: 030 23125 002<br>
  E-Mail: <a href="mailto:post@kammer.example.org">post@kammer.example.org</a></p>
  <h2>Umsatzsteuer</h2>
  <p>Fax: 030 23125 003</p>`;

test('a chamber named in the imprint lends neither its number nor its addresses', () => {
  expect(read([pageOf(imprint)], 'DE')).toMatchObject({
    phones: ['+493023125001'],
    fax: '+493023125003',
    emails: ['info@acme.example'],
    address: 'Lange Str. 7, 10115 Berlin',
  });
});

test('the host of a site is not where its owner lives', () => {
  const host =
    '<p>Hébergeur : Serveurs Acme, 8 rue du Nuage, 75008 Paris<br>Tél : 01 99 00 12 34</p>';
  expect(read([pageOf(host)], 'FR')).toMatchObject({ address: null, phone: null });
  const owner = `${host}<p>Contact : 2, rue du Moulin, 69001 Lyon<br>Tél : 04 99 00 12 35</p>`;
  expect(read([pageOf(owner)], 'FR')).toMatchObject({
    address: '2, rue du Moulin, 69001 Lyon',
    phones: ['+33499001235'],
  });
});

test('the line that names the maker is all that is left out of a footer', () => {
  const footer = `<footer>Website by Pixelhaus, 202 555 0102<br>
    <a href="https://www.facebook.com/acme">Follow us</a> 202 555 0101</footer>`;
  expect(read([pageOf(footer)], 'US')).toMatchObject({
    phones: ['+12025550101'],
    socials: ['https://www.facebook.com/acme'],
  });
});

test('what stands elsewhere too is kept', () => {
  const pages = [pageOf('<p>Telefon: 030 23125 002</p>'), pageOf(imprint)];
  expect(read(pages, 'DE')).toMatchObject({ phones: ['+493023125002', '+493023125001'] });
});

test('pages and lines that only speak of hosts and design stay as they are', () => {
  for (const html of [
    '<p>We host weddings. Phone: 202 555 0101</p>',
    '<p>Designer kitchens<br>202 555 0101</p>',
    '<h2>Schatzkammer</h2><p>Lange Str. 7<br>10115 Berlin</p>',
    '<h2>Hébergement</h2><p>2, rue du Moulin, 69001 Lyon</p>',
    '<h2>Réalisations</h2><p>Tél : 04 99 00 12 35</p>',
    `<p>Webdesign ${'is what we do best, '.repeat(9)} call 202 555 0101</p>`,
  ]) {
    const page = pageOf(html);
    expect(ownPart(page)).toEqual(page);
  }
});

test('a heading of hosting is the host in an imprint and rooms elsewhere', () => {
  const page = `<h2>Hébergement</h2><p>Serveurs Acme<br>Tél : +33 1 99 00 12 34</p>
    <h2>Contact</h2><p>Tél : 04 99 00 12 35</p>`;
  expect(read([pageOf(page, { role: 'imprint' })], 'FR').phones).toEqual(['+33499001235']);
  expect(read([pageOf(page, { role: 'page' })], 'FR').phones).toHaveLength(2);
});
