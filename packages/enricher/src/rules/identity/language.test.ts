import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language.ts';
import { findLanguage, primaryLanguage } from './language.ts';
import { siteContext } from './site-context.ts';
import { pageAt } from './testing/page-at.ts';

const PROSE: Readonly<Record<string, string>> = {
  en: 'We have been baking bread in the old mill for forty years, and you can taste it in all of our loaves. Come to the shop and try them with us.',
  de: 'Seit vierzig Jahren backen wir unser Brot in der alten Mühle, und das schmeckt man auch. Besuchen Sie uns im Laden oder bestellen Sie für die Familie nach Hause.',
  fr: 'Depuis quarante ans nous cuisons notre pain dans le vieux moulin, et vous pouvez le goûter avec nos clients. Venez nous voir pour une dégustation sur place.',
  es: 'Desde hace cuarenta años horneamos el pan en el viejo molino y nuestros clientes lo saben. Venga a la tienda para probar los panes con nosotros o haga su pedido.',
  it: 'Da quarant’anni cuociamo il pane nel vecchio mulino e i nostri clienti lo sanno. Venite a trovarci nella bottega per una degustazione di tutti gli impasti della casa.',
  nl: 'Al veertig jaar bakken wij ons brood in de oude molen en dat proef je ook. Kom naar de winkel om het te proeven of bestel het voor uw gezin met een bericht aan ons.',
  pt: 'Há quarenta anos que fazemos o pão no velho moinho e os nossos clientes sabem. Venha à loja para provar com a sua família ou faça uma encomenda do que mais gosta.',
  pl: 'Od czterdziestu lat pieczemy chleb w starym młynie i to się czuje. Zapraszamy do sklepu na degustację oraz do zamówienia przez telefon, co jest bardzo proste dla nas.',
  sv: 'I fyrtio år har vi bakat bröd i den gamla kvarnen och det känns. Kom till butiken och prova med oss, eller beställ för familjen så är det klart när du kommer från jobbet.',
  da: 'I fyrre år har vi bagt brød i den gamle mølle, og det kan man smage. Kom ind i butikken efter en smagsprøve, eller bestil gerne hos os, hvad I har brug for, uden lang ventetid.',
  no: 'I førti år har vi bakt brød i den gamle møllen, og det kan man smake. Kom innom butikken etter en smaksprøve, eller bestill gjerne hos oss hva dere trenger, uten lang ventetid.',
  sk: 'Už štyridsať rokov pečieme chlieb v starom mlyne a je to cítiť. Príďte sa k nám pozrieť alebo si objednajte pre rodinu, čo vám chutí, aj po telefóne.',
  hr: 'Već četrdeset godina pečemo kruh u starom mlinu i to se osjeti. Dođite k nama da probate što vam se sviđa ili naručite za obitelj kako vam odgovara.',
  tr: 'Kırk yıldır eski değirmende ekmeğimizi pişiriyoruz, tadından anlaşılıyor. Dükkânımıza uğrayın, tadına bakın; ailenizin siparişlerini kapınıza ulaştırıyoruz.',
  ru: 'Сорок лет мы печём хлеб на старой мельнице, и это чувствуется. Приходите в магазин, чтобы попробовать, или закажите домой для всей семьи.',
  bg: 'Четиридесет години печем хляб в старата мелница и това се усеща. Елате в магазина, за да го опитате, или поръчайте за цялото семейство у дома. Хлябът е топъл, а пътят до нас е кратък.',
  mk: 'Четириесет години печеме леб во стариот млин и тоа се чувствува. Дојдете во куќата за да го пробате или нарачајте за целото семејство, ќе ви го донесеме. Ѓорѓи и Ќиро се тука.',
  el: 'Σαράντα χρόνια ψήνουμε ψωμί στον παλιό μύλο και αυτό φαίνεται στη γεύση. Ελάτε στο κατάστημα να δοκιμάσετε μαζί μας.',
};

describe('detectLanguage', () => {
  it.each(Object.entries(PROSE))('knows %s by its words', (language, text) => {
    expect(detectLanguage(text, null)?.language).toBe(language);
  });

  it('does not guess at too few words or at a list of names', () => {
    expect(detectLanguage('Bakery, since 1984', null)).toBeNull();
    expect(
      detectLanguage('Leeds York Hull Ripon Selby Otley Skipton Malton '.repeat(5), null),
    ).toBeNull();
  });
});

describe('a domain', () => {
  const danishOrNorwegian = 'Vi har det og vi kan det. Du er hos os og den er på. '.repeat(3);

  it('decides between sisters', () => {
    expect(detectLanguage(danishOrNorwegian, 'da')?.language).toBe('da');
    expect(detectLanguage(danishOrNorwegian, 'no')?.language).toBe('no');
  });

  it('tells which of the languages it is that are written with the same words', () => {
    expect(detectLanguage(PROSE['hr']!, 'sr')?.language).toBe('sr');
    expect(detectLanguage(PROSE['hr']!, 'bs')?.language).toBe('bs');
    expect(detectLanguage(PROSE['en']!, 'sr')?.language).toBe('en');
  });

  it('decides where there are only names of things, in its letters', () => {
    const menu = 'Čevapi Šnicla Riža Čaj Kolač Pašticada Žganci Žuta juha Đuveč Štrukli';
    expect(detectLanguage(menu, 'hr')?.language).toBe('hr');
    expect(detectLanguage(menu, null)).toBeNull();
    expect(detectLanguage(menu, 'de')).toBeNull();
  });

  it('does not decide against the text', () => {
    expect(detectLanguage(PROSE['en']!, 'de')?.language).toBe('en');
    expect(detectLanguage(`${'Łódź żółć '.repeat(6)}${PROSE['en']}`, 'pl')?.language).toBe('en');
  });
});

describe('primaryLanguage', () => {
  it.each([
    ['de-AT', 'de'],
    ['en_GB.UTF-8', 'en'],
    [' FR ', 'fr'],
    ['nb-NO', 'no'],
    ['iw', 'he'],
    ['english', null],
    ['xq', null],
    ['', null],
  ])('reads `%s` as %s', (tag, language) => {
    expect(primaryLanguage(tag)).toBe(language);
  });
});

describe('findLanguage', () => {
  const languageOf = (html: string) => {
    const site = siteContext(
      [pageAt('https://birchwood.example/', html)],
      'https://birchwood.example/',
    );
    return site && findLanguage(site);
  };

  it('quotes the lang attribute that the words agree with', () => {
    const found = languageOf(
      `<!doctype html><html lang="de-DE"><body><p>${PROSE['de']}</p></body></html>`,
    );
    expect(found).toMatchObject({
      value: 'de',
      method: 'html_lang',
      quote: { quote: 'de-DE', in: 'html' },
    });
  });

  it('believes German words over a template in English', () => {
    const found = languageOf(`<html lang="en"><body><p>${PROSE['de']}</p></body></html>`);
    expect(found).toMatchObject({ value: 'de', method: 'text_words', quote: { in: 'text' } });
  });

  it('believes a declared language whose words it does not know', () => {
    const text =
      'Fa quaranta anys que fem el pa al vell molí i els nostres clients ho saben prou bé.';
    expect(languageOf(`<html lang="ca"><body><p>${text}</p></body></html>`)?.value).toBe('ca');
  });

  it('quotes another page where the home page is a frameset', () => {
    const pages = [
      pageAt('https://birchwood.example/', '<frameset><frame src="main.html"></frameset>'),
      pageAt('https://birchwood.example/main.html', `<p>${PROSE['en']}</p>`, 'other'),
    ];
    const site = siteContext(pages, 'https://birchwood.example/');
    expect(site && findLanguage(site)).toMatchObject({
      value: 'en',
      quote: { url: 'https://birchwood.example/main.html', quote: PROSE['en']?.slice(0, 160) },
    });
  });

  it('falls back on metas, then on the text, then on nothing', () => {
    expect(languageOf('<meta property="og:locale" content="it_IT"><p>Pane</p>')?.value).toBe('it');
    expect(languageOf(`<p>${PROSE['fr']}</p>`)?.value).toBe('fr');
    expect(languageOf('<p>Pane</p>')).toBeNull();
  });
});
