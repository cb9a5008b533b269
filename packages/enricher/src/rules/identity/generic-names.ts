/** Titles of pages and defaults of templates, folded: the whole of a text, with or without `the`. */
const TITLES = new Set(
  [
    'home|homepage|home page|main|main page|start|startseite|start page|index',
    'default|untitled|untitled document|new page|page|welcome|welcome to|willkommen',
    'bienvenue|bienvenido|bienvenidos|benvenuti|welkom|accueil|inicio',
    'pagina principal|contact|contacts|contact us|contact form|kontakt|kontakte',
    'contacto|contatti|contattaci|contactez nous|nous contacter|about|about us',
    'about me|our team|team|uber uns|ueber uns|wir uber uns|a propos',
    'qui sommes nous|quienes somos|chi siamo|over ons|om oss|impressum|imprint',
    'legal notice|mentions legales|aviso legal|note legali|privacy|privacy policy',
    'datenschutz|terms|terms of use|terms and conditions|agb|services|our services',
    'leistungen|products|produkte|news|blog|faq|shop|store|online shop|gallery',
    'portfolio|careers|jobs|location|locations|sitemap|site map|login|log in',
    'sign in|register|search|suche|menu|navigation|header|footer|banner|logo',
    'image|img|photo|picture|company|company name|your company|website|web site',
    'webmaster|admin|administrator|test|testimonials|reviews|error|not found|404',
    '404 not found|forbidden|access denied|coming soon|under construction|my site',
    'my website|my blog|wordpress|joomla|just another wordpress site',
    'pagina inicial|sobre|sobre nos|sobre nosotros|quem somos|contato|contactos|fale conosco',
    'servicos|servicios|produtos|productos|orcamento|galeria|ubicacion|nosotros',
    'servizi|prodotti|dove siamo|galleria|prestations|tarifs|horaires|plan d acces',
    'diensten|openingstijden|tarieven|anfahrt|sprechzeiten|offnungszeiten|referenzen',
    'hem|hjem|forside|startsida|om os|kontakta oss|kontakt oss|kontakt os|tjanster|tjenester|ydelser',
    'etusivu|yhteystiedot|palvelut|meista|tietoa meista|ota yhteytta',
    'strona glowna|o nas|oferta|uslugi|cennik|aktualnosci|uvod|domu|o firme|sluzby|cenik|pocetna',
    'acasa|despre noi|servicii|kezdolap|rolunk|kapcsolat|szolgaltatasok',
    'anasayfa|ana sayfa|iletisim|hakkimizda|hizmetler|hizmetlerimiz|urunler|referanslar',
    'ホーム|トップ|トップページ|会社概要|会社情報|会社案内|企業情報|事業内容|お問い合わせ|お問合せ|アクセス',
    '採用情報|お知らせ|ニュース|サービス|プライバシーポリシー|サイトマップ|ご挨拶|公式サイト|ブログ',
    'dr|prof|prof dr|dr med|dr med dent|dr med vet|dr jur|dipl ing|avv|dott',
    'nome del tuo sito|nome della tua azienda|ihr firmenname|firmenname|nom de votre entreprise',
    'nombre de tu empresa|tu empresa|nome da empresa|sua empresa|sirket adi|nazwa firmy',
  ].flatMap((row) => row.split('|')),
);

/** Notices and calls to act, wherever they stand. */
const NOTICE =
  /\b(?:all rights|rights reserved|alle rechte|tous droits|todos los derechos|tutti i diritti|alle rechten|powered by|designed by|design by|site by|developed by|hosted by|click here|read more|learn more|skip to|cookies?|javascript|copyright|terms of|privacy policy|trademarks?)\b/;

/** Whether folded words name a kind of page or say a notice rather than name a firm. */
export function isGenericName(folded: string): boolean {
  return TITLES.has(folded.replace(/^the /, '')) || NOTICE.test(folded);
}
