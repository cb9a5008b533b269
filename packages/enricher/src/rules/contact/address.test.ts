import { describe, expect, it } from 'vitest';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractAddress } from './address.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

function read(html: string, country: string | null): string | null {
  const pages = [pageOf(html)];
  const found = extractAddress(pages, { country, siteUrl: 'https://www.acme.example/' });
  expectEvidence(found.evidence, pages);
  return found.address;
}

describe('addresses in text', () => {
  it.each([
    [
      'US',
      'Acme Inc.<br>123 Main Street<br>Suite 200<br>Springfield, IL 62701',
      '123 Main Street, Suite 200, Springfield, IL 62701',
    ],
    [
      'US',
      'Visit us: 1600 N. Oak Ave, Portland, Oregon 97201-1234 today',
      '1600 N. Oak Ave, Portland, Oregon 97201-1234',
    ],
    ['US', 'P.O. Box 123, Mesa AZ 85208', 'P.O. Box 123, Mesa AZ 85208'],
    ['CA', '12 King St W, Toronto, ON M5H 1A1', '12 King St W, Toronto, ON M5H 1A1'],
    [
      'CA',
      'Siège social<br>12500 #110, boul. Acme<br>Acmeby (Québec)<br>J9J 9J9',
      '12500 #110, boul. Acme, Acmeby (Québec), J9J 9J9',
    ],
    [
      'CA',
      'Adresse : 120, rue de l’Acmé, bureau 3, Québec (Québec) G1K 3X2',
      '120, rue de l’Acmé, bureau 3, Québec (Québec) G1K 3X2',
    ],
    ['CA', '1200 boul. Acme, Montréal, QC H2X 1Y4', '1200 boul. Acme, Montréal, QC H2X 1Y4'],
    ['AU', 'Level 2, 845 Pacific Hwy<br>Chatswood NSW 2067', '845 Pacific Hwy, Chatswood NSW 2067'],
    [
      'GB',
      'Acme Ltd, Unit 4 Mill Park, Mill Lane, Leeds LS1 4AB',
      'Unit 4 Mill Park, Mill Lane, Leeds LS1 4AB',
    ],
    [
      'GB',
      '10 High Street<br>Oxford<br>Oxfordshire<br>OX1 4AB',
      '10 High Street, Oxford, Oxfordshire, OX1 4AB',
    ],
    [
      'GB',
      'Workshop<br>Arch 27, Bobbin Viaduct<br>London SE29 9TH',
      'Arch 27, Bobbin Viaduct, London SE29 9TH',
    ],
    [
      'GB',
      'The Acme Arms, High Street, Acmeton, Wilts SN5 4AB',
      'High Street, Acmeton, Wilts SN5 4AB',
    ],
    ['GB', 'Shop 3-4<br>The Arcade<br>Leeds LS1 4AB', 'Shop 3-4, The Arcade, Leeds LS1 4AB'],
    [
      'GB',
      'Visit us<br>The Old Pump House, Cistern Lane, London SW21 6PN',
      'The Old Pump House, Cistern Lane, London SW21 6PN',
    ],
    ['GB', 'Pump House, 2 Cistern Lane, Bath BA1 6PN', '2 Cistern Lane, Bath BA1 6PN'],
    ['GB', '2 Cistern Lane, Bath BA1 6PK', '2 Cistern Lane, Bath BA1 6PK'],
    ['DE', 'Acme GmbH<br>Musterstraße 12a<br>10115 Berlin', 'Musterstraße 12a, 10115 Berlin'],
    ['DE', 'Am Alten Markt 3-5, D-20095 Hamburg', 'Am Alten Markt 3-5, D-20095 Hamburg'],
    ['DE', 'Lange Str. 7 · 60311 Frankfurt am Main', 'Lange Str. 7, 60311 Frankfurt am Main'],
    ['AT', 'Hauptplatz 1<br>4020 Linz', 'Hauptplatz 1, 4020 Linz'],
    ['CH', 'Bahnhofstrasse 10, CH-8001 Zürich', 'Bahnhofstrasse 10, CH-8001 Zürich'],
    ['CH', '5 rue du Rhône<br>1204 Genève', '5 rue du Rhône, 1204 Genève'],
    ['FR', '12, rue de la Paix<br>75002 Paris', '12, rue de la Paix, 75002 Paris'],
    ['FR', '3 bis avenue Foch - 69006 Lyon CEDEX 06', '3 bis avenue Foch - 69006 Lyon CEDEX 06'],
    ['GP', '4, Rue Acme<br>97110 Pointe-à-Pitre', '4, Rue Acme, 97110 Pointe-à-Pitre'],
    ['ES', 'Calle Mayor, 5, 3º B<br>28013 Madrid', 'Calle Mayor, 5, 3º B, 28013 Madrid'],
    ['IT', 'Via Roma, 10 - 00184 Roma (RM)', 'Via Roma, 10 - 00184 Roma (RM)'],
    ['IT', 'Bottega sita in Via Roma 10, 00184 Roma', 'Via Roma 10, 00184 Roma'],
    ['ES', 'Estamos en la calle Mayor, 5, 28013 Madrid', 'calle Mayor, 5, 28013 Madrid'],
    ['NL', 'Keizersgracht 123-a<br>1015 CJ Amsterdam', 'Keizersgracht 123-a, 1015 CJ Amsterdam'],
    ['BE', 'Kerkstraat 5, 9000 Gent', 'Kerkstraat 5, 9000 Gent'],
    [
      'PL',
      'ul. Marszałkowska 10/12<br>00-590 Warszawa',
      'ul. Marszałkowska 10/12, 00-590 Warszawa',
    ],
    ['PL', 'Adres<br>Zielona Wola 12B<br>99-123 Wólka', 'Zielona Wola 12B, 99-123 Wólka'],
    ['IT', 'Circonvallazione Est<br>00100 Acmia RM', 'Circonvallazione Est, 00100 Acmia RM'],
    ['NO', 'Acmevegen 23, 4360 Fjordby, Rogaland', 'Acmevegen 23, 4360 Fjordby'],
    ['NO', 'Øvre gate 4 B · NO-0150 Oslo', 'Øvre gate 4 B, NO-0150 Oslo'],
    ['DK', 'Møllevej 6<br>6000 Acmeby', 'Møllevej 6, 6000 Acmeby'],
    ['SE', 'Storgatan 12A, 123 45 Acmestad', 'Storgatan 12A, 123 45 Acmestad'],
    ['FI', 'Acmenkatu 3 A 12<br>00100 Helsinki', 'Acmenkatu 3 A 12, 00100 Helsinki'],
    [
      'CZ',
      'Acme s.r.o.<br>Dlouhá 1594/6<br>708 00 Ostrava-Poruba',
      'Dlouhá 1594/6, 708 00 Ostrava-Poruba',
    ],
    ['SK', 'Krátka 7, 811 01 Bratislava 1', 'Krátka 7, 811 01 Bratislava 1'],
    [
      'PT',
      'Rua das Flores, 12, 1º Esq.<br>1200-001 Lisboa',
      'Rua das Flores, 12, 1º Esq., 1200-001 Lisboa',
    ],
    [
      'BR',
      'Rua das Acácias, 123 - Jardim Acme, Campinas - SP, 13000-123',
      'Rua das Acácias, 123 - Jardim Acme, Campinas - SP, 13000-123',
    ],
    [
      'TR',
      'Adres: Gül Sk. No:8<br>34870 Kartal / İstanbul',
      'Gül Sk. No:8, 34870 Kartal / İstanbul',
    ],
    [
      'TR',
      'Çınar Mah. Lale Cad. No: 12/3, Konak/İzmir',
      'Çınar Mah. Lale Cad. No: 12/3, Konak/İzmir',
    ],
    ['JP', '〒100-0001 東京都架空区架空町3-8-26<br>TEL 03', '〒100-0001 東京都架空区架空町3-8-26'],
    ['JP', '〒530-0001<br>架空県架空市南2丁目3番4号', '〒530-0001, 架空県架空市南2丁目3番4号'],
    ['HU', '1051 Budapest, Acme utca 12.', '1051 Budapest, Acme utca 12'],
    ['HR', 'Acme d.o.o.<br>V. Acmića 6, 33515 Acmovica', 'V. Acmića 6, 33515 Acmovica'],
    ['BA', 'Ul. Acmanska bb, 71320 Acmošća', 'Ul. Acmanska bb, 71320 Acmošća'],
    ['RS', 'Bulevar Acmea br. 12/3<br>11000 Beograd', 'Bulevar Acmea br. 12/3, 11000 Beograd'],
    ['SI', 'Pod Acmeji 2<br>1218 Acmenda', 'Pod Acmeji 2, 1218 Acmenda'],
    ['MK', 'ул. Акмеова бр. 15<br>1000 Скопје', 'ул. Акмеова бр. 15, 1000 Скопје'],
    ['BG', 'Адрес<br>гр. Акмево, ул. „Цар Акме“ №64', 'гр. Акмево, ул. „Цар Акме“ №64'],
    ['BG', 'ул. Акме 5А, 9200 Акмево', 'ул. Акме 5А, 9200 Акмево'],
    ['GR', 'Διεύθυνση: Άκμης 21, Τ.Κ. 18539 Πειραιάς', 'Άκμης 21, Τ.Κ. 18539 Πειραιάς'],
    ['GR', 'Ακμίου 19 Πέραμα ΤΚ. 18863<br>Κιν. 69', 'Ακμίου 19 Πέραμα ΤΚ. 18863'],
    ['GR', 'Ακμίου 19<br>Νέα Ακμή, Τ.Κ. 188 63', 'Ακμίου 19, Νέα Ακμή, Τ.Κ. 188 63'],
    ['GR', '26ης Ακμίου 8Α, 54627, Θεσσαλονίκη', '26ης Ακμίου 8Α, 54627, Θεσσαλονίκη'],
    ['RO', 'Strada Acmea Lungă 40, București', 'Strada Acmea Lungă 40, București'],
    [
      'RO',
      'B-dul Acmei 153 bl. 29C ap. 4<br>Ploiești, Prahova',
      'B-dul Acmei 153 bl. 29C ap. 4, Ploiești, Prahova',
    ],
    [
      'MX',
      'Calle Acme #505, Col. Las Palmas | Puerto Acme, Jalisco | C.P. 48330',
      'Calle Acme #505, Col. Las Palmas, Puerto Acme, Jalisco, C.P. 48330',
    ],
    ['MX', 'Monte Acme 412<br>31607 Acmetlán', 'Monte Acme 412, 31607 Acmetlán'],
    ['AR', 'Av. Acme 1234, C1043AAZ Buenos Aires', 'Av. Acme 1234, C1043AAZ Buenos Aires'],
    [
      'CL',
      'Dirección: Acmeflores 9700, (V 4B), Pudahuel, Santiago, Chile',
      'Acmeflores 9700, (V 4B), Pudahuel, Santiago, Chile',
    ],
    ['CO', 'Sede: Carrera 45 #55-33, Barranquilla', 'Carrera 45 #55-33, Barranquilla'],
    [
      'IE',
      '4 Acme Street<br>Acmeford, Co. Cork<br>P31 AC12',
      '4 Acme Street, Acmeford, Co. Cork, P31 AC12',
    ],
    ['IE', 'Acme Ltd, 12 Acme Road, Dublin 4', '12 Acme Road, Dublin 4'],
    ['NZ', 'Shop 2, 14 Acme Terrace, Auckland 1010', '14 Acme Terrace, Auckland 1010'],
    [
      'ZA',
      '12 Acme Road, Acmebosch, Western Cape, 7600',
      '12 Acme Road, Acmebosch, Western Cape, 7600',
    ],
    ['DE', 'Lange Str. 73, 12359 Berlin KONTAKTFORMULAR', 'Lange Str. 73, 12359 Berlin'],
    ['DE', 'LANGE STR. 7, 67112 BAD ACMESTADT', 'LANGE STR. 7, 67112 BAD ACMESTADT'],
  ])('%s: %s', (country, html, address) => {
    expect(read(`<p>${html}</p>`, country)).toBe(address);
  });

  it.each([
    ['US', 'Offices in Springfield, IL 62701'],
    ['US', '3 reasons to love CO 80202'],
    ['DE', '12345 Zufriedene Kunden'],
    ['DE', 'Im Jahr 2012 Berlin'],
    ['DE', 'Stand: 10. Mai, 10115 Berlin'],
    ['FR', 'Livraison à 75002 Paris'],
    ['GB', 'We cover OX1 4AB'],
    ['GB', 'Shop our new house, Leeds LS1 4AB'],
    ['GB', 'Courses at Pump House, every week, in Leeds, LS1 4AB'],
    ['GB', '12 Volt drills, with M8 6MM bits'],
    ['NL', 'Model 1234 AB Test'],
    ['JP', '123 Main Street, Springfield, IL 62701'],
    ['JP', '注文番号 100-0001 東京都より'],
    ['NO', 'Tlf 22 33 44 55, 4360 Fjordby'],
    ['NO', 'Oslo, 4. mai 2016 Vi har åpnet'],
    ['CZ', 'Cena 100 Kč, 708 00 Ostrava'],
    ['BR', 'Entregamos em Campinas - SP, 13000-123'],
    ['TR', 'Anadolu yolu üzerinde, Kemer/Antalya'],
    ['TR', 'Yeni 12345 Model / Seri'],
    ['HR', 'Cijena 12 eura, 33515 Acmovica'],
    ['HR', 'Radimo od 8 do 16, 33515 Acmovica'],
    ['GR', 'Εκθέσεις 2019 Πέραμα<br>Σελίδα ΤΚ 18863'],
    ['CA', 'Acmeby (Québec) J9J 9J9'],
    ['GR', 'Τηλ. 210 805 0344 Αθήνα'],
    ['RO', 'Livrăm în București'],
    ['RO', 'Cabinet, Ploiești, Prahova'],
    ['MX', 'Fundada en 1998, 06000 México'],
    ['CL', 'Líderes desde 1998, Santiago, Chile'],
    ['CO', 'Oferta 45 #55-33, Barranquilla'],
    ['IE', 'Serving Acmeford, Co. Cork'],
    ['NZ', '3 reasons to love Auckland 2019'],
    ['ZA', '12 tours in the Western Cape, 2019'],
    ['BG', 'Сезон 2024, 9200 Акмево'],
  ])('nothing for %s: %s', (country, html) => {
    expect(read(`<p>${html}</p>`, country)).toBeNull();
  });

  it('is none of the many that a page lists', () => {
    const branches = [1, 2, 3, 4, 5].map((number) => `<p>Acmestraße ${number}<br>10115 Berlin</p>`);
    expect(read(branches.join(''), 'DE')).toBeNull();
    expect(read(branches.slice(2).join(''), 'DE')).toBe('Acmestraße 3, 10115 Berlin');
  });

  it('shows its country by itself where none is known', () => {
    expect(read('<p>123 Main Street, Springfield, IL 62701</p>', null)).toBe(
      '123 Main Street, Springfield, IL 62701',
    );
  });
});

describe('structured addresses', () => {
  const street = '"streetAddress":"Hauptstra\\u00dfe 1"';
  const jsonLd = (json: string): string => `<script type="application/ld+json">${json}</script>`;

  it('are written as their country does', () => {
    const parts = `"@type":"PostalAddress",${street},"addressLocality":"Ulm","postalCode":"89073"`;
    const html = jsonLd(`{"@type":"Store","address":{${parts},"addressCountry":{"name":"DE"}}}`);
    expect(read(html, 'DE')).toBe('Hauptstraße 1, 89073 Ulm, DE');
    const english = jsonLd(
      '{"@type":"Store","address":[{"streetAddress":"1 Oak St","addressLocality":"Mesa","addressRegion":"AZ","postalCode":85201}]}',
    );
    expect(read(english, 'US')).toBe('1 Oak St, Mesa, AZ 85201');
  });

  it('are read off microdata and whole lines', () => {
    const html = `<div itemscope itemtype="https://schema.org/Store"><p itemprop="address" itemscope>
      <span itemprop="streetAddress">1 Oak St</span><br><span itemprop="addressLocality">Mesa</span>,
      <span itemprop="addressRegion">AZ</span> <span itemprop="postalCode">85201</span></p></div>`;
    expect(read(html, 'US')).toBe('1 Oak St, Mesa, AZ 85201');
    expect(read(jsonLd('{"@type":"Store","address":"1 Oak St,  Mesa"}'), 'US')).toBe(
      '1 Oak St, Mesa',
    );
  });

  it('are not those of events, nor mere regions', () => {
    expect(
      read(jsonLd(`{"@type":"MusicEvent","address":{${street},"postalCode":"1"}}`), 'DE'),
    ).toBeNull();
    expect(read(jsonLd('{"@type":"Store","address":{"addressCountry":"DE"}}'), 'DE')).toBeNull();
  });

  it('win over the text', () => {
    const html = `<p>Musterstraße 12<br>10115 Berlin</p>${jsonLd(`{"@type":"Store","address":{${street},"postalCode":"89073"}}`)}`;
    expect(read(html, 'DE')).toBe('Hauptstraße 1, 89073');
  });
});
