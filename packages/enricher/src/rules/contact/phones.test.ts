import { describe, expect, it } from 'vitest';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractPhones } from './phones.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

function read(html: string, country: string | null, siteUrl = 'https://www.acme.example/') {
  const pages = [pageOf(html, { url: siteUrl })];
  const found = extractPhones(pages, { country, siteUrl });
  expectEvidence(found.evidence, pages);
  return { phone: found.phone, phones: found.phones, fax: found.fax };
}

describe('numbers as each country writes them', () => {
  it.each([
    ['DE', 'Tel.: 030 / 123 456-78', '+493012345678'],
    ['DE', 'Telefon: 0711/123456', '+49711123456'],
    ['DE', 'Fon +49 (0) 89 12 34 56 78', '+498912345678'],
    ['DE', 'Tel. +49 (0)89/123456-0', '+49891234560'],
    ['DE', 'T 0049 89 123456', '+4989123456'],
    ['DE', 'Mobil: 0171-1234567', '+491711234567'],
    ['DE', 'Rufnummer (06221) 12 34 56', '+496221123456'],
    ['DE', '+49 (0) - 1523 3547000', '+4915233547000'],
    ['JP', '電話番号：03-3224-0100', '+81332240100'],
    ['JP', 'ＴＥＬ 03-3224-0100', '+81332240100'],
    ['AT', 'Tel.: 01/512 34 56', '+4315123456'],
    ['AT', 'Telefon: +43 (0) 662 / 84 35 71', '+43662843571'],
    ['AT', 'Mobil 0664 123 45 67', '+436641234567'],
    ['CH', 'Tel. 044 668 18 00', '+41446681800'],
    ['CH', 'Telefon +41 (0)44 668 18 00', '+41446681800'],
    ['FR', 'Tél. : 01 42 68 53 00', '+33142685300'],
    ['FR', 'Téléphone 01.42.68.53.00', '+33142685300'],
    ['FR', 'Tél +33 (0)1 42 68 53 00', '+33142685300'],
    ['FR', 'Portable : 06-12-34-56-78', '+33612345678'],
    ['ES', 'Tel. 91 123 45 67', '+34911234567'],
    ['ES', 'Teléfono: 912 345 678', '+34912345678'],
    ['ES', 'Móvil: 612 34 56 78', '+34612345678'],
    ['IT', 'Tel. 06 6982 1234', '+390669821234'],
    ['IT', 'Telefono: 02/12345678', '+390212345678'],
    ['IT', 'Cell. 347 123 4567', '+393471234567'],
    ['IT', 'Scrivici o passa in bottega: 347 1234567', '+393471234567'],
    ['NL', 'Tel: 020-624 11 11', '+31206241111'],
    ['NL', 'Telefoon: +31 (0)20 624 1111', '+31206241111'],
    ['NL', 'Mobiel: 06 12345678', '+31612345678'],
    ['BE', 'Tél.: 02 512 34 56', '+3225123456'],
    ['PL', 'tel. 22 123 45 67', '+48221234567'],
    ['PL', 'tel. kom. 501 123 456', '+48501123456'],
    ['PL', 'Telefon: (+48) 22 123 45 67', '+48221234567'],
    ['GB', 'Tel: 020 7946 0123', '+442079460123'],
    ['GB', 'T: +44 (0)20 7946 0123', '+442079460123'],
    ['GB', 'Phone (0161) 496 0123', '+441614960123'],
    ['GB', 'Call 44 (0)20 7946 0123', '+442079460123'],
    ['SE', 'Tel: 08-123 456 78', '+46812345678'],
    ['DK', 'Tlf. 33 12 34 56', '+4533123456'],
    ['CZ', 'Tel.: 224 123 456', '+420224123456'],
    ['AU', 'Ph: (02) 9374 4000', '+61293744000'],
    ['US', 'Phone: (202) 555-0123', '+12025550123'],
    ['US', 'Call 202.555.0123 today', '+12025550123'],
    ['US', '202-555-0123', '+12025550123'],
    ['US', '+1 202 555 0123', '+12025550123'],
    ['US', 'Tel 1 (202) 555 - 0123', '+12025550123'],
    ['GR', 'Τηλέφωνο: 2310990123', '+302310990123'],
    ['BG', 'моб.: 0879901234', '+359879901234'],
    ['HU', 'Telefonszám: 1 234 5678', '+3612345678'],
    ['US', 'Phone: 2025550123', '+12025550123'],
    ['US', 'Phone: 202–555–0123 ext. 12', '+12025550123'],
    ['US', 'Phone: 202&nbsp;555&nbsp;0123x12', '+12025550123'],
    ['US', 'London office: +44 20 7946 0123', '+442079460123'],
  ])('%s: %s', (country, text, e164) => {
    expect(read(`<p>${text}</p>`, country).phones).toEqual([e164]);
  });
});

describe('what is no phone number', () => {
  it.each([
    ['DE', 'Steuernummer: 030/123/45678'],
    ['DE', 'USt-IdNr.: DE 123456789'],
    ['DE', 'IBAN: DE89 3704 0044 0532 0130 00'],
    ['ES', 'Número: ES09 0049 5156 7123 1656 5022'],
    ['GB', 'Account GB29 ACME 0207 9460 1239 26'],
    ['GR', 'ΑΦΜ: 2310990123'],
    ['IT', 'Telefono dal lunedì 09.00 - 12.30 15.00 - 19.00'],
    ['DE', 'HRB 0301234567, Amtsgericht Berlin'],
    ['DE', 'geöffnet 01.02.2010 - 03.04.2011'],
    ['DE', 'Bestell-Nr. 030 1234567'],
    ['FR', 'SIRET : 732 829 320 00074'],
    ['FR', 'RCS Paris 732 829 320'],
    ['IT', 'Partita IVA: 02123456789'],
    ['ES', 'CIF: B91123456, NIF 912345678'],
    ['PL', 'NIP: 123-456-32-18, REGON: 221234567'],
    ['GB', 'Company No. 02079460123'],
    ['GB', 'VAT registration number 020 7946 0123'],
    ['DK', 'CVR-nr. 33123456, 2010-2014'],
    ['US', 'Order 2025550123 shipped'],
    ['US', 'Id 2025550123'],
    ['US', '$202 555 0123'],
    ['US', '40.7127837, -74.0059413'],
    ['US', 'ISBN 978-0-306-40615-7'],
    ['US', 'Amiga 500/600/1200'],
    ['US', 'Tracking number: 202-555-0123'],
    ['US', '1999-2005 and 10/12/2012'],
    ['US', 'see /files/202-555-0123.pdf'],
    ['US', '555-0123'],
  ])('%s: %s', (country, text) => {
    expect(read(`<p>${text}</p>`, country).phones).toEqual([]);
  });

  it('keeps out what scripts, attributes and addresses hold', () => {
    const html = `<p id="202-555-0100">x</p><script>call('202-555-0101')</script>
      <a href="/p/202-555-0102">y</a><img alt="202-555-0103" src="a.png">`;
    expect(read(html, 'US').phones).toEqual([]);
  });
});

describe('fax numbers', () => {
  const phone = '+12025550100';
  const fax = '+12025550199';
  it.each([
    'Phone: 202-555-0100 Fax: 202-555-0199',
    'Phone: 202-555-0100<br>Fax: 202-555-0199',
    'Phone/Fax: 202-555-0100 / 202-555-0199',
    'Tel. 202-555-0100, Telefax 202-555-0199',
    'P: 202-555-0100 | F: 202-555-0199',
    'P 202-555-0100 F 202-555-0199',
    '202-555-0100 (phone) 202-555-0199 (fax)',
    '202-555-0100 Phone, 202-555-0199 Fax',
    '202-555-0100<br>202-555-0199 (fax)',
    'Toll Free Phone: 202-555-0100 Toll Free Fax: 202-555-0199',
    'Phone<br>202-555-0100<br>Fax<br>202-555-0199',
    'Phone Number:<br>202-555-0100<br>Fax Number:<br>202-555-0199',
    '<table><tr><td>Phone:</td><td>202-555-0100</td></tr><tr><td>Fax:</td><td>202-555-0199</td></tr></table>',
    '<table><tr><th>Phone</th><th>Fax</th></tr><tr><td>202-555-0100</td><td>202-555-0199</td></tr></table>',
    '<dl><dt>Phone<dd>202-555-0100<dt>Fax<dd>202-555-0199</dl>',
    'Call <a href="tel:+12025550100">us</a>, fax <a href="tel:+12025550199">us</a>',
    '<a href="tel:2025550100">202-555-0100</a> Fax: <a href="tel:2025550199">202-555-0199</a>',
    '<a href="tel:2025550100">x</a><a href="fax:2025550199">y</a>',
    '<b>Telephone</b> 202-555-0100 <b>Facsimile</b> 202-555-0199',
    'Tél. 202-555-0100 Télécopieur : 202-555-0199',
    '<script type="application/ld+json">{"@type":"Store","telephone":"202-555-0100","faxNumber":"202-555-0199"}</script>',
    'Phone: 202-555-0100<br>Fax (for schools and scout groups): (202) 555-0199',
    'Phone (ask for service): 202-555-0100<br>Fax (customer service) 202-555-0199',
    'T. (workshop) 202-555-0100, F. (office) 202-555-0199',
    'Call (202) 555-0100 (or use the fax) 202-555-0199',
    'P - 202-555-0100<br>F - 202-555-0199',
  ])('%s', (html) => {
    expect(read(`<div>${html}</div>`, 'US')).toEqual({ phone, phones: [phone], fax });
  });

  it('takes one number for both where the page does', () => {
    expect(read('<p>Tel/Fax: 202-555-0100</p>', 'US')).toEqual({
      phone,
      phones: [phone],
      fax: phone,
    });
  });

  it('ends a number where the next country code begins', () => {
    expect(read('<p>Cell. +39 347 1234567/+39 331 1234567</p>', 'IT').phones).toEqual([
      '+393471234567',
      '+393311234567',
    ]);
  });

  it('reads a label and a remark that is another one as both', () => {
    expect(read('<p>Phone (fax): 202-555-0100</p>', 'US')).toMatchObject({ phone, fax: phone });
    expect(read('<p>Fax (toll free): 202-555-0199</p>', 'US')).toMatchObject({ phone: null, fax });
  });

  it('are phone numbers too where structured data declares them so', () => {
    const store = '{"@type":"Store","telephone":"202-555-0100","faxNumber":"202-555-0100"}';
    const html = `<script type="application/ld+json">${store}</script><p>Tel<br>Fax: 202-555-0100</p>`;
    expect(read(html, 'US')).toMatchObject({ phone, fax: phone });
  });

  it('lets a label go on over a list, but not over other words', () => {
    expect(read('<p>Fax: 202-555-0199 or 202-555-0198</p>', 'US').phones).toEqual([]);
    expect(read('<p>Fax: 202-555-0199, Boston 202-555-0100</p>', 'US').phones).toEqual([phone]);
  });

  it.each([
    ['DE', 'Tel. 030 123456 Fax-Nr. 030 123457', '+4930123457'],
    ['FR', 'Tél. 01 42 68 53 00 Télécopie 01 42 68 53 01', '+33142685301'],
    ['PL', 'tel. 22 123 45 67 faks 22 123 45 68', '+48221234568'],
    ['JP', 'TEL：03-3224-0100 FAX：03-3224-0101', '+81332240101'],
    ['JP', '電話 03-3224-0100<br>ファックス 03-3224-0101', '+81332240101'],
    ['JP', '電話番号 03-3224-0100<br>FAX番号 03-3224-0101', '+81332240101'],
    ['NL', 'Telefoon 020 624 1111, faxnummer 020 624 1112', '+31206241112'],
    ['AT', 'T: 01 5123456 F: 01 5123457', '+4315123457'],
  ])('%s: %s', (country, text, e164) => {
    const found = read(`<p>${text}</p>`, country);
    expect(found.fax).toBe(e164);
    expect(found.phones).toHaveLength(1);
  });
});

describe('links, structured data and letters', () => {
  it.each([
    ['<a href="tel:+1-202-555-0123">call</a>'],
    ['<a href="tel://2025550123">call</a>'],
    ['<a href="tel:%28202%29%20555-0123;ext=4">call</a>'],
    ['<a href="callto:+12025550123">call</a>'],
    ['<a href="https://wa.me/12025550123?text=hi">chat</a>'],
    ['<a href="https://api.whatsapp.com/send?phone=12025550123">chat</a>'],
    [
      '<span itemscope itemtype="http://schema.org/Store"><b itemprop="telephone">202 555 0123</b></span>',
    ],
    [
      '<script type="application/ld+json">{"@graph":[{"@type":"Store","contactPoint":{"telephone":"+1\\u002d202-555-0123"}}]}</script>',
    ],
  ])('%s', (html) => {
    expect(read(html, 'US').phones).toEqual(['+12025550123']);
  });

  it('dials the letters of toll-free words', () => {
    expect(read('<p>Call 1-800-FLOWERS now</p>', 'US').phone).toBe('+18003569377');
    expect(read('<p>(800) GO FEDEX</p>', 'US').phone).toBe('+18004633339');
    expect(read('<p>Fax: 888.FAX.HOUSE</p>', 'US').fax).toBe('+18883294687');
    expect(read('<p>It was 800 BRAVE MEN</p>', 'GB').phone).toBeNull();
  });

  it('does not take a chat link for a text that holds no number', () => {
    expect(
      read('<a href="https://wa.me/message/ABC">x</a><a href="tel:">y</a>', 'US').phones,
    ).toEqual([]);
  });
});

describe('several numbers', () => {
  it('parts numbers that stand close together', () => {
    expect(read('<p>202-555-0100 202-555-0101</p>', 'US').phones).toHaveLength(2);
    expect(read('<p>202-555-0100/202-555-0101</p>', 'US').phones).toHaveLength(2);
    expect(read('<p>Washington DC 20001 202-555-0100</p>', 'US').phones).toEqual(['+12025550100']);
    expect(read('<p>Tel: 020 7946 0123 / 020 7946 0124</p>', 'GB').phones).toHaveLength(2);
  });

  it('puts the number first that the site offers for calling', () => {
    const html = `<p>Branch 202-555-0150</p><p>Press: 202-555-0151</p>
      <footer><a href="tel:2025550152">202-555-0152</a></footer>`;
    expect(read(html, 'US').phone).toBe('+12025550152');
    expect(read(html, 'US').phones).toEqual(['+12025550152', '+12025550150', '+12025550151']);
  });
});

describe('the country of a number without its code', () => {
  it('comes from the domain, the language or the postcodes where the dataset has none', () => {
    const text = '<p>Tel: 030 123456</p>';
    expect(read(text, null, 'https://acme.de/').phone).toBe('+4930123456');
    expect(read(`<html lang="de-DE">${text}`, null).phone).toBe('+4930123456');
    expect(read(`<html lang="de">${text}`, null).phone).toBe('+4930123456');
    expect(read('<p>London SW1A 1AA, Tel: 020 7946 0123</p>', null).phone).toBe('+442079460123');
  });

  it('is not guessed for numbers that fit nowhere', () => {
    expect(read('<p>Tel: 030 123456</p>', null).phone).toBeNull();
    expect(read('<p>(202) 555-0123</p>', null).phone).toBe('+12025550123');
  });

  it('survives a country that does not exist', () => {
    expect(read('<p>+1 202 555 0123</p>', 'XX').phone).toBe('+12025550123');
  });
});
