import { describe, expect, it } from 'vitest';
import { findRoles } from './find-roles.ts';
import { foldWords } from './fold-words.ts';
import type { PageRole } from './page-roles.ts';

/** What menus say, by language and by the role that it names; what stands in addresses is written so. */
const words: Readonly<Record<string, Partial<Record<PageRole, string>>>> = {
  de: {
    contact:
      'Kontakt, Kontaktieren Sie uns, Schreiben Sie uns, Ihr Ansprechpartner, kontaktdaten, So erreichen Sie uns, Wie Sie uns erreichen, So erreicht ihr uns, Anfahrt und Kontakt',
    imprint: 'Impressum, Rechtliche Hinweise, Anbieterkennzeichnung, impressum-datenschutz',
    about:
      'Über uns, Unternehmen, Wer wir sind, Unsere Geschichte, ueber-uns, wir-ueber-uns, Firmenprofil',
    team: 'Team, Unser Team, Mitarbeiter, Geschäftsführung, unser-team',
    locations:
      'Standorte, Anfahrt, Filialen, Niederlassungen, So finden Sie uns, Filialfinder, Lageplan, Wie Sie uns finden, Ihr Weg zu uns, Wegbeschreibung',
    hours: 'Öffnungszeiten, Sprechzeiten, oeffnungszeiten',
    support: 'Kundenservice, Kundendienst',
  },
  fr: {
    contact:
      'Contact, Nous contacter, Contactez-nous, Nous écrire, contactez-nous, Prendre contact, Comment nous joindre, Nos coordonnées, Coordonnées',
    imprint: 'Mentions légales, Informations légales, mentions-legales',
    about:
      'À propos, Qui sommes-nous ?, Notre histoire, L’entreprise, a-propos, Notre société, Qui nous sommes',
    team: 'Équipe, Notre équipe, L’équipe, notre-equipe, Nos équipes',
    locations:
      'Nos agences, Nos magasins, Plan d’accès, Où nous trouver, Nous trouver, Nos boutiques, Nos bureaux, Comment venir',
    hours: 'Horaires, Horaires d’ouverture, Heures d’ouverture',
    support: 'Service client, Service clients',
  },
  es: {
    contact:
      'Contacto, Contáctenos, Contáctanos, Contactar, Escríbenos, Contacta con nosotros, Hable con nosotros',
    imprint: 'Aviso legal, Información legal, aviso-legal',
    about:
      'Sobre nosotros, Quiénes somos, Nosotros, La empresa, Acerca de, Conócenos, quienes-somos, Nuestra historia',
    team: 'Equipo, Nuestro equipo, Quién es quién, el-equipo',
    locations:
      'Dónde estamos, Cómo llegar, Oficinas, Nuestras oficinas, Sucursales, Tiendas, Ubicación, donde-estamos, Delegaciones, Dónde encontrarnos',
    hours: 'Horario, Horarios, Horario de apertura',
    support: 'Atención al cliente',
  },
  it: {
    contact: 'Contatti, Contattaci, Scrivici, Contatto, Contattateci, Come contattarci, Recapiti',
    imprint: 'Note legali, Informazioni legali, Dati societari, note-legali',
    about: 'Chi siamo, Azienda, L’azienda, La nostra storia, chi-siamo, Su di noi, La società',
    team: 'Il team, Team, Lo staff, La squadra, Il nostro team, Le persone',
    locations:
      'Dove siamo, Sedi, Le nostre sedi, Punti vendita, Come raggiungerci, I nostri negozi, dove-siamo, Filiali, Dove trovarci, Come arrivare',
    hours: 'Orari, Orari di apertura, Orario',
    support: 'Servizio clienti, Assistenza clienti',
  },
  nl: {
    contact: 'Contact, Neem contact op, Contactgegevens, Contacteer ons, contactformulier',
    imprint: 'Colofon, Juridische informatie, Bedrijfsgegevens',
    about: 'Over ons, Wie zijn wij, Ons bedrijf, Wie we zijn, over-ons, Ons verhaal, Organisatie',
    team: 'Team, Ons team, Medewerkers, ons-team, Onze mensen',
    locations:
      'Vestigingen, Onze winkels, Locaties, Routebeschrijving, Route, Onze locaties, Filialen, Waar vindt u ons',
    hours: 'Openingstijden, Openingsuren',
    support: 'Klantenservice',
  },
  pt: {
    contact:
      'Contacto, Contactos, Contato, Fale conosco, Contacte-nos, Fale connosco, Entre em contato',
    imprint: 'Informação legal, Aviso legal, Informações legais',
    about:
      'Sobre nós, Quem somos, A empresa, Nossa história, quem-somos, sobre-nos, Sobre a empresa',
    team: 'Equipa, Equipe, A nossa equipa, Nossa equipe',
    locations:
      'Onde estamos, Localização, Nossas lojas, Como chegar, As nossas lojas, Lojas, onde-estamos, Unidades',
    hours: 'Horário, Horário de funcionamento, Horários',
    support: 'Apoio ao cliente, Atendimento',
  },
  pl: {
    contact: 'Kontakt, Skontaktuj się z nami, Napisz do nas, Dane kontaktowe',
    imprint: 'Nota prawna, Informacje prawne, Dane firmy, Dane rejestrowe, Informacje o firmie',
    about: 'O nas, O firmie, Kim jesteśmy, o-nas, Nasza historia, Poznaj nas',
    team: 'Zespół, Nasz zespół, Pracownicy, nasz-zespol, Kadra',
    locations:
      'Lokalizacja, Dojazd, Jak dojechać, Oddziały, Placówki, Nasze sklepy, Gdzie jesteśmy, Nasze oddziały, Salony',
    hours: 'Godziny otwarcia',
    support: 'Obsługa klienta, Biuro obsługi klienta',
  },
  cs: {
    contact: 'Kontakt, Kontakty, Napište nám, Kontaktujte nás',
    imprint: 'Právní informace, Fakturační údaje, Právní upozornění, Tiráž',
    about: 'O nás, O společnosti, O firmě, Kdo jsme, o-nas, Náš příběh',
    team: 'Tým, Náš tým, Lidé, nas-tym, Zaměstnanci',
    locations: 'Kde nás najdete, Pobočky, Prodejny, Kudy k nám, Naše pobočky, Provozovny',
    hours: 'Otevírací doba',
    support: 'Zákaznický servis, Zákaznická podpora',
  },
  sv: {
    contact: 'Kontakt, Kontakta oss, Hör av dig, kontakta-oss, Kontaktuppgifter',
    imprint: 'Juridisk information, Företagsinformation, Företagsuppgifter',
    about: 'Om oss, Om företaget, om-oss, Vilka vi är, Vår historia, Vilka är vi',
    team: 'Medarbetare, Våra medarbetare, Vårt team, Teamet',
    locations: 'Hitta hit, Hitta till oss, Våra butiker, Hitta oss, Kontor, Våra kontor, Butiker',
    hours: 'Öppettider',
    support: 'Kundtjänst, Kundservice',
  },
  da: {
    contact: 'Kontakt, Kontakt os, Skriv til os, kontakt-os, Kontaktoplysninger',
    imprint: 'Juridisk information, Virksomhedsoplysninger, Firmaoplysninger',
    about: 'Om os, Om virksomheden, om-os, Hvem er vi, Vores historie, Om firmaet',
    team: 'Medarbejdere, Ansatte, Vores team, Vores medarbejdere, Personale',
    locations: 'Find os, Find vej, Butikker, Vores butikker, Afdelinger, Find butik',
    hours: 'Åbningstider',
    support: 'Kundeservice',
  },
  no: {
    contact: 'Kontakt, Kontakt oss, Ta kontakt, Kontaktinformasjon, kontakt-oss',
    imprint: 'Juridisk informasjon, Firmaopplysninger, Bedriftsinformasjon',
    about: 'Om oss, Om selskapet, Hvem er vi, Vår historie, Om bedriften, om-oss',
    team: 'Ansatte, Våre ansatte, Medarbeidere, Vårt team, Folkene',
    locations: 'Finn oss, Her finner du oss, Våre butikker, Finn veien, Avdelinger, Kontorer',
    hours: 'Åpningstider',
    support: 'Kundeservice, Kundesenter',
  },
  fi: {
    contact: 'Yhteystiedot, Ota yhteyttä, ota-yhteytta, Yhteydenotto, Yhteys',
    imprint: 'Oikeudelliset tiedot, Yritystiedot, Yrityksen tiedot',
    about:
      'Meistä, Tietoa meistä, Keitä olemme, Yritys, Tarinamme, Tietoa yrityksestä, Yrityksemme',
    team: 'Henkilökunta, Henkilöstö, Tiimi, Tiimimme, Ihmiset',
    locations: 'Toimipisteet, Myymälät, Sijainti, Toimipaikat, Saapumisohjeet, Ajo-ohjeet',
    hours: 'Aukioloajat',
    support: 'Asiakaspalvelu',
  },
  hu: {
    contact: 'Kapcsolat, Elérhetőség, Elérhetőségek, Írjon nekünk, Lépjen kapcsolatba velünk',
    imprint: 'Impresszum, Jogi nyilatkozat, Cégadatok, Jogi információk',
    about: 'Rólunk, Bemutatkozás, Cégünkről, Kik vagyunk, rolunk, Történetünk, Magunkról',
    team: 'Csapat, Csapatunk, Munkatársak, Munkatársaink, Kollégáink',
    locations: 'Üzleteink, Telephelyeink, Megközelítés, Irodáink, Boltjaink, Térkép',
    hours: 'Nyitvatartás, Nyitva tartás',
    support: 'Ügyfélszolgálat',
  },
  ro: {
    contact: 'Contact, Contactează-ne, Scrie-ne, Contactați-ne, Date de contact',
    imprint: 'Informații legale, Mențiuni legale, Date firmă, Date de identificare',
    about: 'Despre noi, Cine suntem, Despre companie, despre-noi, Povestea noastră',
    team: 'Echipa, Echipa noastră, echipa-noastra',
    locations:
      'Locații, Unde ne găsiți, Magazinele noastre, Unde ne găsești, Sedii, Puncte de lucru',
    hours: 'Program de lucru, Orar',
    support: 'Relații clienți, Relații cu clienții, Serviciul clienți',
  },
  el: {
    contact: 'Επικοινωνία, Επικοινωνήστε μαζί μας, epikoinonia, Στοιχεία επικοινωνίας',
    imprint: 'Νομικές πληροφορίες, Όροι και νομικά, Στοιχεία εταιρείας',
    about:
      'Σχετικά με εμάς, Ποιοι είμαστε, Η εταιρεία, Εταιρεία, Η ιστορία μας, Εταιρικό προφίλ, etaireia, Η εταιρία μας',
    team: 'Η ομάδα μας, Ομάδα, Οι άνθρωποί μας, Προσωπικό',
    locations:
      'Καταστήματα, Που βρισκόμαστε, Πού θα μας βρείτε, Τα καταστήματά μας, Υποκαταστήματα',
    hours: 'Ωράριο, Ώρες λειτουργίας',
    support: 'Εξυπηρέτηση πελατών',
  },
  tr: {
    contact: 'İletişim, Bize ulaşın, Bize yazın, iletisim, İletişim bilgileri',
    imprint: 'Künye, Yasal bilgiler, Yasal uyarı',
    about: 'Hakkımızda, Biz kimiz, Kurumsal, hakkimizda, Hikayemiz, Şirketimiz, Tarihçe',
    team: 'Ekip, Ekibimiz, Kadromuz, Çalışanlarımız',
    locations: 'Şubelerimiz, Şubeler, Mağazalar, Ulaşım, Mağazalarımız, Ofislerimiz, Nasıl gelinir',
    hours: 'Çalışma saatleri',
    support: 'Müşteri hizmetleri',
  },
  ja: {
    contact: 'お問い合わせ, お問い合わせフォームへ, お問合せ, otoiawase',
    imprint: '会社概要, 特定商取引法に基づく表記, gaiyou',
    about: '会社案内, 企業情報',
    locations: 'アクセス, アクセスマップ',
    hours: '診療時間, 営業時間',
  },
  zh: {
    contact: '联系我们, 联系方式, 聯絡我們',
    about: '关于我们, 公司简介, 關於我們',
  },
  ko: {
    contact: '연락처, 문의하기',
    about: '회사소개',
    locations: '오시는 길',
  },
};

const cases = Object.entries(words).flatMap(([language, roles]) =>
  Object.entries(roles).flatMap(([role, list]) =>
    list.split(',').map((text) => [language, text.trim(), role] as const),
  ),
);

describe('the words of menus and addresses', () => {
  it.each(cases)('%s: %s names %s', (_language, text, role) => {
    expect([...findRoles(foldWords(text)).keys()]).toContain(role);
  });
});
