import { describe, expect, it } from 'vitest';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractOpeningHours } from './opening-hours.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

function read(html: string): string | null {
  const pages = [pageOf(html)];
  const found = extractOpeningHours(pages);
  expectEvidence(found.evidence, pages);
  return found.openingHours;
}

describe('hours in text', () => {
  it.each([
    ['Hours: Mon-Fri 9am - 5pm', 'Mon-Fri 9am - 5pm'],
    [
      'Open Monday through Friday, 8:30 a.m. to 5 p.m. Call us!',
      'Monday through Friday, 8:30 a.m. to 5 p.m.',
    ],
    [
      'Office hours<br>Monday: 9:00 - 17:00<br>Tuesday: closed',
      'Monday: 9:00 - 17:00; Tuesday: closed',
    ],
    ['Opening times: Friday: 4pm - late', 'Friday: 4pm - late'],
    ['Hours 9am-5pm Monday - Friday', '9am-5pm Monday - Friday'],
    [
      '<table><caption>Opening hours</caption><tr><td>Mon<td>9am-5pm<tr><td>Sat<td>Closed</table>',
      'Mon 9am-5pm; Sat Closed',
    ],
    [
      'Öffnungszeiten: Mo. - Fr. 8:00 - 18:00 Uhr, Sa. 9 - 13 Uhr',
      'Mo. - Fr. 8:00 - 18:00 Uhr, Sa. 9 - 13 Uhr',
    ],
    [
      'Montag bis Freitag von 8:00 bis 12:00 und 14:00 bis 18:00 Uhr',
      'Montag bis Freitag von 8:00 bis 12:00 und 14:00 bis 18:00 Uhr',
    ],
    ['Horaires : du lundi au vendredi de 9h00 à 18h00', 'lundi au vendredi de 9h00 à 18h00'],
    [
      'Horario: lunes a viernes 9:00 a 14:00 y 16:00 a 20:00',
      'lunes a viernes 9:00 a 14:00 y 16:00 a 20:00',
    ],
    ['Orari: lunedì - venerdì dalle 9:00 alle 18:00', 'lunedì - venerdì dalle 9:00 alle 18:00'],
    ['Openingstijden: maandag t/m vrijdag 9:00 - 17:30', 'maandag t/m vrijdag 9:00 - 17:30'],
    ['Hours: Mon-Sat 9:00-17:00, closed on Sundays', 'Mon-Sat 9:00-17:00, closed on Sundays'],
    ['Hours: Mon-Sat 9:00-17:00;<br>Sun 10:00-12:00', 'Mon-Sat 9:00-17:00; Sun 10:00-12:00'],
    [
      'Horaires<br>Mardi au samedi : 8h00 - 18h30<br>Fermé le lundi<br>Entrez',
      'Mardi au samedi : 8h00 - 18h30; Fermé le lundi',
    ],
    [
      'Öffnungszeiten<br>Di-So 8:00 - 18:00<br>Montags geschlossen',
      'Di-So 8:00 - 18:00; Montags geschlossen',
    ],
    ['Hours<br>Sunday closed<br>Monday 9:00-17:00', 'Sunday closed; Monday 9:00-17:00'],
    ['Godziny otwarcia: pon - pt 8:00 - 16:00', 'pon - pt 8:00 - 16:00'],
    ['Åbningstider<br>Kl. 14-17 mandag-fredag', '14-17 mandag-fredag'],
    ['Åbningstider: mandag-onsdag fra 13.30-17.30', 'mandag-onsdag fra 13.30-17.30'],
    ['Åpningstider<br>Man-fre: 08:00-16:00<br>Lør: stengt', 'Man-fre: 08:00-16:00; Lør: stengt'],
    ['Öppettider: måndag till fredag kl. 8-17', 'måndag till fredag kl. 8-17'],
    [
      'Åpningstider<br>Mandag - Lørdag: Kl 10.00 - 12.00<br>Søndager og helligdager: Kl 17.00 - 19.00',
      'Mandag - Lørdag: Kl 10.00 - 12.00; Søndager og helligdager: Kl 17.00 - 19.00',
    ],
    [
      'Horaires : du lundi au samedi 9h00 - 18h00, fermé les jours fériés',
      'lundi au samedi 9h00 - 18h00, fermé les jours fériés',
    ],
    ['Avoinna<br>ma-pe klo 9-17', 'ma-pe klo 9-17'],
    ['Otevírací doba: po – pá 8:00 – 16:00', 'po – pá 8:00 – 16:00'],
    ['Çalışma Saatleri<br>Her gün 06:00 – 22:00', 'Her gün 06:00 – 22:00'],
    ['営業時間：平日 9:00～17:00', '平日 9:00～17:00'],
    [
      'Ώρες λειτουργίας:<br>Δευτέρα: κλειστά<br>Τρίτη: 13:00 - 00:00<br>Κυριακή 12:30 έως 22:00',
      'Δευτέρα: κλειστά; Τρίτη: 13:00 - 00:00; Κυριακή 12:30 έως 22:00',
    ],
    [
      'Работно време: понеделник - петък от 9:00 до 18:00 ч.',
      'понеделник - петък от 9:00 до 18:00 ч.',
    ],
    ['Пон–Пет 09:00–18:00<br>Събота 09:00–13:00', 'Пон–Пет 09:00–18:00; Събота 09:00–13:00'],
    ['Delovni čas: ponedeljek - petek 8.00 - 16.00', 'ponedeljek - petek 8.00 - 16.00'],
    ['Openingstijden<br>Ma–Za · 10:00–19:00', 'Ma–Za · 10:00–19:00'],
    [`${'Mon '.repeat(300)}<br>Hours: Mon-Fri 9am - 5pm`, 'Mon-Fri 9am - 5pm'],
    ['受付時間 月～金 10:00〜18:00', '月～金 10:00〜18:00'],
    ["Aperto Martedi'-Domenica<br>9:00 - 12:00", "Martedi'-Domenica; 9:00 - 12:00"],
    [
      '<table><caption>Sprechzeiten</caption><tr><th>Montag<td>8:00–12:00<td>13:00–16:00<tr><th>Freitag<td>8:00–13:00<td>geschlossen</table>',
      'Montag 8:00–12:00 13:00–16:00; Freitag 8:00–13:00',
    ],
  ])('%s', (html, hours) => {
    expect(read(`<div>${html}</div>`)).toBe(hours);
  });

  it.each([
    ['We are open Monday to Friday from 9 to 5.', 'Monday to Friday from 9 to 5'],
    ['Our shop is open daily 10am to 6pm, and we bake.', 'daily 10am to 6pm'],
    ['Open between 9am and 5pm, Monday to Friday.', 'between 9am and 5pm, Monday to Friday'],
    ['We are open 7 days a week from 8am to 8pm.', '7 days a week from 8am to 8pm'],
    ['On Saturdays we are open from 10 to 4.', 'Saturdays we are open from 10 to 4'],
    [
      'Wir haben montags bis freitags von 9 bis 18 Uhr geöffnet.',
      'montags bis freitags von 9 bis 18 Uhr',
    ],
    [
      'Montag bis Freitag sind wir von 9 bis 12 und von 14 bis 18 Uhr für Sie da.',
      'Montag bis Freitag sind wir von 9 bis 12 und von 14 bis 18 Uhr',
    ],
    ['Freitags zwischen 9 und 13 Uhr geöffnet', 'Freitags zwischen 9 und 13 Uhr'],
    [
      'Nous sommes ouverts du lundi au samedi de 9 h à 12 h 30 et de 14 h à 19 h.',
      'lundi au samedi de 9 h à 12 h 30 et de 14 h à 19 h',
    ],
    [
      'Estamos abiertos de lunes a viernes de 9 a 14 y de 16 a 20.',
      'lunes a viernes de 9 a 14 y de 16 a 20',
    ],
    [
      'Siamo aperti dal martedì alla domenica dalle 9 alle 18.',
      'martedì alla domenica dalle 9 alle 18',
    ],
    ['Siamo aperti dal martedì al sabato dalle 9 alle 18.', 'martedì al sabato dalle 9 alle 18'],
    [
      'U vindt ons van maandag tot en met vrijdag van 9.00 tot 17.00 uur in de molen.',
      'maandag tot en met vrijdag van 9.00 tot 17.00',
    ],
    [
      'Wij zijn geopend van maandag tot en met vrijdag van 9 tot 17 uur.',
      'maandag tot en met vrijdag van 9 tot 17',
    ],
  ])('in prose: %s', (html, hours) => {
    expect(read(`<p>${html}</p>`)).toBe(hours);
  });

  it('quotes no line break behind them', () => {
    const pages = [pageOf('<p>Hours: Mon - Fri 9:00 - 17:00</p><p>Fax</p>')];
    expect(extractOpeningHours(pages)).toMatchObject({
      openingHours: 'Mon - Fri 9:00 - 17:00',
      evidence: [{ quote: 'Mon - Fri 9:00 - 17:00' }],
    });
  });

  it.each([
    'Open at 9:30. Closed on Mondays.',
    'Open at 9:30, closed so that we can rest.',
    'The workshop is on Saturday 9am - 5pm.',
    'Published on Monday 10:30',
    'Sun 12 - 14 degrees',
    'We have been open since 1990.',
    'We open a show on Monday. From 3 to 5 children came.',
    'On Monday 3 to 5 children came.',
    'Monday to Friday 3 to 5 of them are here.',
    'Every day 4 und 5 sind neun.',
    'Ma 3-5',
    'Ti 3-5, to 10-12 and la 4-6',
    'Man 3-5 of them',
    '2021年10月 9:00～17:00 開催',
    'A cast of Po 8-16',
  ])('nothing in: %s', (html) => {
    expect(read(`<p>${html}</p>`)).toBeNull();
  });
});

describe('structured hours', () => {
  const store = (json: string): string =>
    `<script type="application/ld+json">{"@type":"Store",${json}}</script>`;

  it('are taken as written', () => {
    expect(read(store('"openingHours":"Mo-Fr 09:00-17:00"'))).toBe('Mo-Fr 09:00-17:00');
    expect(read(store('"openingHours":["Mo 09:00-17:00","Tu 10:00-17:00"]'))).toBe(
      'Mo 09:00-17:00; Tu 10:00-17:00',
    );
    expect(
      read(
        '<p itemscope><time itemprop="openingHours" datetime="Mo-Sa 08:00-20:00">all day</time></p>',
      ),
    ).toBe('Mo-Sa 08:00-20:00');
  });

  it('are put together from specifications', () => {
    const json = `"openingHoursSpecification":[
      {"dayOfWeek":["Monday","http://schema.org/Tuesday","Wednesday"],"opens":"09:00:00","closes":"12:00"},
      {"dayOfWeek":["Monday","Tuesday","Wednesday"],"opens":"14:00","closes":"18:00"},
      {"dayOfWeek":"Saturday","opens":"10:00","closes":"14:00"},
      {"dayOfWeek":"Sunday","opens":"00:00","closes":"00:00"}]`;
    expect(read(store(json))).toBe('Mo-We 09:00-12:00, 14:00-18:00; Sa 10:00-14:00');
  });

  it('win over the text', () => {
    expect(read(`${store('"openingHours":"Mo 09:00-17:00"')}<p>Hours: Mon-Fri 9am-5pm</p>`)).toBe(
      'Mo 09:00-17:00',
    );
  });
});
