import type { PageRole } from './page-roles.ts';

/**
 * What links to each role are called in the languages of Europe and East Asia. `contact*` matches every word that
 * begins so, `^about` only what is said first, `=legal` only when nothing else is said. Accents and case do not matter, and phrases of
 * several words match written together too (`aboutus`).
 */
export const rolePhrases: Readonly<Record<PageRole, string>> = {
  contact: `
    contact*, contact us, get in touch, reach us, talk to us, write to us, call us, email us,
    kontakt*, schreiben sie uns, ansprechpartner*
    contactez nous, nous contacter, nous écrire
    contáctenos, contáctanos, escríbenos, contatti, contattaci, contatto, scrivici, contato*, fale conosco
    neem contact op, contacteer ons, napisz do nas, napište nám, ozvěte se
    kontakta oss, hör av dig, skriv til os, ta kontakt, hafa samband, hafðu samband
    yhteystiedot, ota yhteyttä, kapcsolat*, elérhetőség*, írjon nekünk, scrie ne
    επικοινωνία, επικοινωνήστε, iletişim*, bize ulaşın, bize yazın
    susisiekite, sazinieties, võta ühendust, piši nam, контакт*, связаться, звязатися, свържете се
    contattateci, fale connosco, skontaktuj się, yhteydenotto*, =yhteys, στοιχεία επικοινωνίας, epikoinonia,
    erreichen sie uns, sie uns erreichen, sie erreichen uns, erreicht ihr uns, ihr uns erreicht, ihr erreicht uns
    ihr draht zu uns, nous joindre, joignez nous, nos coordonnées, =coordonnées, contattarci, =recapiti, i nostri recapiti
    hable con nosotros, habla con nosotros, hoe bereikt u ons, u bereikt ons, nå oss
    お問い合わせ*, お問合せ*, お問合わせ*, 連絡先, ご連絡先, otoiawase, toiawase, 联系我们*, 联系方式*, 聯絡我們*, 聯繫我們*, 联络我们*
    연락처, 문의하기`,
  imprint: `
    imprint, legal notice, legal notices, legal information, company information, company details,
    company info
    impressum*, anbieterkennzeichnung, pflichtangaben, rechtliche hinweise, =rechtliches
    mentions légales, mention légale, informations légales, infos légales
    aviso legal, avís legal, información legal, datos de la empresa, informação legal, informações legais
    note legali, informazioni legali, dati societari, dati aziendali
    colofon, juridische informatie, bedrijfsgegevens
    nota prawna, informacje prawne, dane firmy, dane rejestrowe, právní informace, fakturační údaje
    juridisk information, juridiska villkor, oikeudelliset tiedot, yritystiedot
    impresszum, jogi nyilatkozat, impresum, informații legale, mențiuni legale
    νομικές πληροφορίες, όροι και νομικά, künye, yasal bilgiler, выходные данные, реквизиты
    informacje o firmie, právní upozornění, tiráž, företagsinformation, företagsuppgifter
    virksomhedsoplysninger, firmaoplysninger, juridisk informasjon, firmaopplysninger, bedriftsinformasjon
    yrityksen tiedot, cégadatok, jogi információk, date firmă, date de identificare, στοιχεία εταιρείας, yasal uyarı,
    会社概要*, 企業概要, 法人概要, 事務所概要, 組合概要, gaiyou, 特定商取引*`,
  about: `
    ^about*, about us, who we are, what we are, our story, our company, company profile, our history, our business, our firm,
    our practice, =company, =the company, =background, =history, =the firm, =corporate, =info, =information
    über uns, ueber uns, wir über uns, das unternehmen, unternehmensprofil, firmenprofil, =unternehmen, =firma
    à propos, qui sommes nous, notre histoire, notre entreprise, notre société, l entreprise, =entreprise,
    =présentation, la société
    sobre nosotros, quiénes somos, =nosotros, acerca de, la empresa, nuestra empresa, nuestra historia, conócenos,
    =empresa
    sobre nós, quem somos, a empresa, a nossa empresa, nossa história
    chi siamo, l azienda, =azienda, la nostra storia, la nostra azienda
    over ons, wie zijn wij, wie zijn we, wie we zijn, over mij, ons bedrijf, ons verhaal, =bedrijf
    o nas, o firmie, kim jesteśmy, o nás, o společnosti, o firmě, kdo jsme, o spoločnosti
    om oss, om os, om mig, om företaget, om virksomheden, om selskapet, =om
    meistä, tietoa meistä, keitä olemme, =yritys
    rólunk, magunkról, cégünkről, bemutatkozás, kik vagyunk
    despre noi, cine suntem, despre companie, =despre
    σχετικά με εμάς, ποιοι είμαστε, η εταιρεία, η εταιρία, =εταιρεία
    hakkımızda, hakkında, biz kimiz, =kurumsal
    o nama, o podjetju, o tvrtki, apie mus, par mums, meist, ettevõttest, о нас, о компании, про нас, за нас
    wer wir sind, unsere geschichte, qui nous sommes, su di noi, =la società, =organisatie
    nasza historia, poznaj nas, náš příběh, vilka vi är, vilka är vi, vår historia, hvem er vi, hvem vi er
    vores historie, vår historie, om firmaet, om bedriften, tarinamme, tietoa yrityksestä, yrityksemme
    történetünk, povestea noastră, η ιστορία μας, εταιρικό προφίλ, etaireia, hikayemiz, şirketimiz, =tarihçe,
    会社案内*, 会社情報*, 企業情報*, 私たちについて, 关于我们*, 關於我們*, 公司简介*, 公司簡介*, 公司概况*, 회사소개*, 회사 소개`,
  team: `
    team, our people, our staff, =people, =staff, =leadership, =management, meet us, our doctors,
    our attorneys, attorneys, our lawyers, our agents, our brokers, our physicians, our dentists, our experts
    unser team, mitarbeiter*, geschäftsführung, geschäftsleitung
    équipe, notre équipe, nos avocats, equipo, nuestro equipo, equipa, equipe, nossa equipe
    il team, lo staff, la squadra, ons team, medewerkers
    zespół, nasz zespół, tým, náš tým, lidé, kolektiv
    medarbetare, våra medarbetare, medarbejdere, ansatte, våre ansatte
    henkilökunta, henkilöstö, tiimi, csapat, csapatunk, munkatársak, munkatársaink
    echipa, echipa noastră, η ομάδα μας, ομάδα, ekip, ekibimiz, djelatnici, naš tim, команда
    nos équipes, quién es quién, le persone, =personale, onze mensen, pracownicy, =kadra, zaměstnanci, teamet
    medarbeidere, =folkene, tiimimme, =ihmiset, kollégáink, οι άνθρωποι μας, =προσωπικό, kadromuz, çalışanlarımız,
    スタッフ紹介*`,
  locations: `
    location*, find us, where we are, where to find us, directions, how to find us, our offices, =offices, =office,
    branches, our stores, =stores, store locator, dealer locator, showroom*, visit us, getting here
    anfahrt*, standort*, filialen, niederlassung*, so finden sie uns, =lageplan
    nous trouver, où nous trouver, plan d accès, =accès, nos agences, nos magasins, nos bureaux, points de vente
    dónde estamos, cómo llegar, ubicación, nuestras oficinas, sucursales, localización, nuestras tiendas
    onde estamos, localização, como chegar, nossas lojas
    dove siamo, le sedi, =sedi, punti vendita, come raggiungerci
    vestiging*, onze winkels, =winkels, =route, routebeschrijving
    lokalizacja, dojazd, jak dojechać, oddziały, placówki, kde nás najdete, pobočky, prodejny, kde nás nájdete
    hitta hit, hitta oss, våra butiker, =butiker, find os, find vej, butikker, finn oss, her finner du oss
    sijainti, toimipisteet, myymälät, megközelítés, üzleteink, telephelyeink
    locații, unde ne găsiți, magazinele noastre, που βρισκόμαστε, που θα μας βρείτε, καταστήματα
    şubelerimiz, şubeler, mağazalar, ulaşım, lokacije, poslovnice, где мы
    filialfinder, nos boutiques, =oficinas, =tiendas, delegaciones, nostre sedi, nostri negozi, =filiali
    locatie*, =lojas, =unidades, nasze sklepy, gdzie jesteśmy, =salony, kudy k nám, provozovny
    hitta till oss, =kontor, våra kontor, afdelinger, find butik, avdelinger, =kontorer, finn veien
    toimipaikat, saapumisohjeet, ajo ohjeet, irodáink, boltjaink, =térkép, unde ne găsești, =sedii, puncte de lucru
    υποκαταστήματα, mağazalarımız, ofislerimiz, nasıl gelinir,
    finden sie uns, sie uns finden, sie finden uns, findet ihr uns, ihr findet uns, weg zu uns, wegbeschreibung
    comment venir, cómo encontrarnos, dónde encontrarnos, encuéntranos, dove trovarci, come trovarci
    come arrivare, onde nos encontrar, como nos encontrar, waar vindt u ons, hier vindt u ons, jak do nas trafić
    jak nas znaleźć, gdzie nas znaleźć, jak nás najdete, jak k nám, hittar du oss, finder du os, finner du oss, hol vagyunk
    アクセス*, 交通案内, 店舗一覧, 店舗情報, 店舗案内, 오시는 길, 오시는길`,
  hours: `
    opening hours, opening times, business hours, office hours, =hours, öffnungszeiten, sprechzeiten
    horaires, heures d ouverture, horario, horarios, horário, orari, orario, openingstijden, openingsuren
    godziny otwarcia, otevírací doba, otváracie hodiny, öppettider, åbningstider, åpningstider, aukioloajat
    nyitvatartás, program de lucru, ωράριο, çalışma saatleri, radno vrijeme
    oeffnungszeiten, nyitva tartás, =orar, ώρες λειτουργίας, 営業時間, 診療時間*, 营业时间`,
  support: `
    enquire, enquiry, enquiries, inquiry, inquiries, customer service*, customer care, customer support, =support, =help, help center, help centre
    kundenservice, kundendienst, service client, service clients, atención al cliente, servizio clienti,
    =assistenza, klantenservice, apoio ao cliente, =atendimento
    obsługa klienta, biuro obsługi klienta, zákaznický servis, zákaznická podpora
    kundtjänst, kundservice, kundeservice, asiakaspalvelu, ügyfélszolgálat, relații clienți
    εξυπηρέτηση πελατών, müşteri hizmetleri
    assistenza clienti, kundesenter, relații cu clienții, serviciul clienți`,
  privacy: `
    privacy*, data protection, datenschutz*, politique de confidentialité, =confidentialité, données personnelles
    privacidad, protección de datos, privacidade, informativa privacy
    polityka prywatności, rodo, ochrana osobních údajů, zásady ochrany, gdpr
    integritetspolicy, personuppgifter, privatlivspolitik, persondatapolitik, personvern, tietosuoja*
    rekisteriseloste, adatvédelem, adatvédelmi, adatkezelés, adatkezelési, confidențialitate
    απόρρητο, απορρήτου, gizlilik, kvkk, プライバシーポリシー*, 個人情報保護*, 隐私政策*, 개인정보*`,
  terms: `
    ^terms*, =legal, =legal info, terms of use, terms of service, terms and conditions, conditions of sale, agb, allgemeine geschäftsbedingungen, cgv, cgu, conditions générales
    condiciones generales, condiciones de venta, termini e condizioni, algemene voorwaarden
    termos e condições, termos de uso, regulamin, obchodní podmínky, köpvillkor, handelsbetingelser
    salgsbetingelser, toimitusehdot, ászf, termeni și condiții, όροι χρήσης, kullanım koşulları`,
  news: `
    =blog, our blog, news blog, =news, latest news, =aktuelles, =neuigkeiten, =actualités, =actus, =noticias
    =novedades, =notícias, =notizie, =nieuws, =nyheter, =nyheder, =uutiset, =aktualności, =aktuality, =hírek
    =noutăți, =νέα, =haberler, =novosti, =новости`,
};

/** What sounds like a role and is something else, above all contact lenses. */
export const misleadingPhrases = `
  contact lens*, contact lenses, contactless*, contactor*, contact form 7, contact cement, contact adhesive
  kontaktlins*, kontaktlinse*, kontaktlos*, lentilles de contact, lentes de contacto, lenti a contatto
  contactlenzen, soczewki kontaktowe, kontaktní čočky, kontaktne leče, kontaktlencse*, lentile de contact
  φακοί επαφής, kontakt lens*, team building, teambuilding, team wear, team sport*
  location de, location voiture*, location vacances, support us`;
