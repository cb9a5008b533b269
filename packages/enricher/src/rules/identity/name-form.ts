/** Legal forms that follow a firm's name, as written; the longer ones first where one begins another. */
const LEGAL_FORM =
  /(?:GmbH\s*&\s*Co\.?\s*KG|GmbH|gGmbH|mbH|UG|AG|KG|OHG|e\.\s?K\.|e\.\s?V\.|Pty\.?\s*Ltd|Ltd|Limited|PLLC|P\.L\.L\.C|LLC|L\.L\.C|LLP|L\.L\.P|PLC|Incorporated|Inc|Corporation|Corp|SARL|S\.A\.R\.L|SASU|SAS|EURL|S\.A\.S|S\.r\.l|Srl|S\.p\.A|SpA|S\.?L\.?U|S\.L|S\.A|Lda|B\.V|BV|N\.V|NV|BVBA|SPRL|VOF|ApS|A\/S|AB|Oyj?|ASA|AS|Sp\.\s*z\s*o\.\s*o|s\.r\.o|a\.s|Kft|Zrt|d\.o\.o|Pvt\.?\s*Ltd)\.?/;

/** Matches a legal form at the end of a name, with the comma or space before it. */
export const TRAILING_LEGAL_FORM = new RegExp(String.raw`[,\s]+${LEGAL_FORM.source}$`, 'u');

/** Finds `Name GmbH`, `Name & Sons, Inc.`: up to six capitalised words before a legal form. */
export const LEGAL_NAME = new RegExp(
  String.raw`\p{Lu}[\p{L}\p{N}&'’.-]*(?:[ \u00a0](?:&|and|und|et|of|the|de|\p{Lu}[\p{L}\p{N}&'’.-]*)){0,5},?[ \u00a0]${LEGAL_FORM.source}(?![\p{L}\p{N}])`,
  'gu',
);

/** Lower-case ASCII-like words of a text: accents folded, `&` as `and`, signs as spaces. */
export function foldWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’`]/gu, '')
    .toLowerCase()
    .replaceAll(/[&+]/g, ' and ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What two spellings of one name share: folded words without the article and the legal form. */
export function nameKey(name: string): string {
  return foldWords(name.replace(TRAILING_LEGAL_FORM, '')).replace(/^the /, '');
}

const MAX_NAME_LENGTH = 60;
const MAX_NAME_WORDS = 8;

const LEAD =
  /^(?:(?:welcome to|willkommen bei|bienvenue (?:chez|à)|bienvenidos? a|benvenuti (?:in|da)|home of|logo(?: of| von| de)?)\s+|[\s|:;,.·•»«*_~>–—-]+)+/i;
const TAIL =
  /(?:[\s|:;,·•»«*_~<–—-]+|(?:\s*[-–|]?\s*\b(?:logo(?:type)?|home ?page|official (?:web)?site|website|homepage|startseite))|\((?:tm|r|c)\)|[™®©℠])+$/i;

/** Strips greetings, the word `logo`, trade marks and stray signs; null for what cannot be a name. */
export function cleanName(raw: string): string | null {
  const name = raw
    .replaceAll(/[™®©℠]/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(LEAD, '')
    .replace(TAIL, '')
    .trim();
  const bare = TRAILING_LEGAL_FORM.test(name) ? name : name.replace(/\.+$/, '');
  return isNameLike(bare) ? bare : null;
}

const NOT_A_NAME =
  /@|https?:|\bwww\.|\.(?:jpe?g|png|gif|svg|webp)$|[{}<>\\]|\?$|\d{3}[-. ]\d{3,4}/i;

function isNameLike(name: string): boolean {
  if (name.length < 2 || name.length > MAX_NAME_LENGTH) return false;
  if (!/\p{L}/u.test(name) || NOT_A_NAME.test(name)) return false;
  const folded = foldWords(name);
  return (
    folded.split(' ').length <= MAX_NAME_WORDS && !GENERIC.test(folded) && !BOILERPLATE.test(folded)
  );
}

/** Page titles, not names: the whole of the folded text. */
const GENERIC =
  /^(?:the )?(?:home|homepage|home page|main|main page|start|startseite|start page|index|default|untitled|untitled document|new page \d*|page|welcome|willkommen|bienvenue|bienvenidos?|benvenuti|welkom|accueil|inicio|pagina principal|contact|contacts|contact us|contact form|kontakt|kontakte|contacto|contatti|contattaci|contactez nous|nous contacter|about|about us|about me|our team|team|uber uns|ueber uns|wir uber uns|a propos|qui sommes nous|quienes somos|chi siamo|over ons|om oss|impressum|imprint|legal notice|mentions legales|aviso legal|note legali|privacy|privacy policy|datenschutz|terms|terms of use|terms and conditions|agb|services|our services|leistungen|products|produkte|news|blog|faq|shop|store|online shop|gallery|portfolio|careers|jobs|locations?|sitemap|site map|login|log in|sign in|register|search|suche|menu|navigation|header|footer|banner|logo|image|img|photo|picture|company|company name|your company|website|web site|webmaster|admin|administrator|test|testimonials|reviews|error|not found|404|404 not found|forbidden|access denied|coming soon|under construction|my site|my website|my blog|wordpress|joomla|just another wordpress site)$/;

/** Notices and calls to act, wherever they stand. */
const BOILERPLATE =
  /\b(?:all rights|rights reserved|alle rechte|tous droits|todos los derechos|tutti i diritti|alle rechten|powered by|designed by|design by|site by|developed by|hosted by|click here|read more|learn more|skip to|cookies?|javascript|copyright|terms of|privacy policy|trademarks?)\b/;
