import type { ReasonCode } from '../reasons.ts';
import type { PageGist } from './page-gist.ts';

/** What a page is that was served as one and says nothing of its owner. */
export type SoftFailureCode = Extract<
  ReasonCode,
  | 'bot_wall'
  | 'captcha'
  | 'cookies_required'
  | 'login_wall'
  | 'parked_domain'
  | 'soft_404'
  | 'maintenance'
  | 'empty_page'
>;

export interface SoftFailureSign {
  readonly code: SoftFailureCode;
  applies(gist: PageGist): boolean;
}

/**
 * Ordinary pages talk of captchas, log-ins and maintenance too: what is short, leads nowhere and talks of
 * nothing else is taken for a wall, and everything in doubt for a page.
 */
const isBare = ({ text, linkCount }: PageGist, maxText: number, maxLinks: number): boolean =>
  text.length <= maxText && linkCount <= maxLinks;

const botTitle =
  /^(just a moment|attention required! \| cloudflare|ddos-guard|checking your browser|pardon our interruption|access denied$|please wait\.\.\. \| cloudflare|one moment, please|security check|sucuri website firewall)/;
const botText =
  /checking (if the site connection is secure|your browser before accessing)|ddos protection by|enable javascript and cookies to continue|request unsuccessful\. incapsula incident|pardon our interruption|you don't have permission to access .{0,200}reference ?(#|&#35;)|unusual traffic from your (computer )?network|verifying (that )?you are (a )?human|sorry, you have been blocked|automated access to this (site|page)|your access to this site has been (limited|blocked)/;
const botMarkup =
  /_incapsula_resource|sucuri_cloudproxy_js|\.awswaf\.com\/|cf-chl-|window\._cf_chl_opt|ddos-guard\/js-challenge|kpsdk|\/_sec\/cp_challenge/i;

const captchaText =
  /(verify|confirm|prove|show us) (that )?you('re| are) (a |an )?(human|not a robot|real person)|are you a (human|robot)\?|i'm not a robot|type the characters you see|complete the (captcha|security check)|solve (this|the) captcha|bestätigen sie, dass sie (ein mensch|kein roboter) sind|vous n'êtes pas un robot|no eres un robot|non sei un robot/;
const captchaMarkup =
  /captcha-delivery\.com|px-captcha|g-recaptcha|h-captcha|hcaptcha\.com\/1\/api|cf-turnstile|arkoselabs\.com|funcaptcha/i;

const cookieText =
  /(enable|allow|accept|activate|turn on) (your |browser )?cookies (in|on|to (continue|view|use|access|proceed))|cookies (are|must be|need to be|should be) (disabled|required|enabled|switched on|turned (on|off))|(browser|it) (does not|doesn't|is not set to) (accept|support|allow) cookies|(bitte )?aktivieren sie (bitte )?(die )?cookies|cookies (sind|müssen) (deaktiviert|aktiviert)|(veuillez )?activer les cookies|habilit[ae] las cookies|abilit[ai] i cookie|schakel cookies in/;

const loginWord =
  /\b(log ?-?in|sign ?-?in|log on|anmelden|anmeldung|einloggen|connexion|se connecter|iniciar sesión|accedi|inloggen|zaloguj|logowanie)\b/;
const passwordField = /<input[^>]{0,300}\stype\s*=\s*["']?password/i;

const parkedText =
  /(this|the) (premium )?(domain|web ?site|domain name|web address)( name)?[^.!?]{0,80} (is|may be|could be|are) (for sale|available for (purchase|sale)|parked|up for auction|expired)|buy this domain|inquire about this domain|make an offer on this domain|this domain is parked|parked free,? courtesy of|this domain (has|was) (been )?(just )?registered|domain (name )?has expired|diese domain (steht|ist|kann).{0,40}(verkauf|kaufen|geparkt|reserviert|registriert)|ce (nom de )?domaine est (à vendre|en vente|réservé|parqué)|est[ea] dominio (está|puede estar) (en venta|aparcado|a la venta)|questo dominio è (in vendita|parcheggiato|stato registrato)|dit domein is (te koop|geregistreerd|gereserveerd)|ta domena jest na sprzedaż|related searches.{0,400}(privacy policy|sponsored listings)|sponsored listings/;
const parkedMarkup =
  /\/\/[\w.-]*(sedoparking\.com|parkingcrew\.net|parklogic\.com|bodis\.com|voodoo\.com\/park|domainparking\.|parking\.namecheap|hugedomains\.com|dan\.com\/buy|afternic\.com|sedo\.com\/search|d38psrni17bvxu\.cloudfront\.net|parkingpage\.|uniregistry\.com\/market)|data-adblockkey|window\.park\s*=|window\.location\.(href|replace)\s*[=(]\s*["']\/lander["']/i;
const serverDefault =
  /^(apache2? .{0,40}default page|welcome to nginx|web server's default page|iis( windows server)?\d*$|domain default page|default (web ?site|parallels plesk) page|welcome to centos|test page for the (apache|nginx))/;

const missing =
  /^\W*(?:(?:error|http|fehler|erreur|oops|sorry|whoops|uh oh)\W+)*(?:404\b(?![-.\d])|(?:the |this |die |la |the requested )?(?:page|file|document|seite|datei|página|pagina|strona|siden|sidan|stránka) (?:you (?:requested|are looking for) )?(?:was |could |cannot |can't |can |wurde |konnte |no |non |nie |ikke |inte |não )?(?:be )?(?:not )?(?:be )?(?:found|nicht gefunden|introuvable|trouvée|encontrada|trovata|niet gevonden|znaleziona|znaleziono|fundet|hittades|nenalezena|does not exist|doesn't exist|existiert nicht)\b|pagina niet gevonden|this page (?:can't|cannot) be found|we can't find (?:that|this|the) page|not found$)/;
const maintenanceText =
  /(is |are |we are |we're |site |website |currently |temporarily )?(down for|under(going)?|closed for|in) (scheduled |planned |routine |essential )?maintenance( mode)?|maintenance (mode|in progress|works? in progress)|performing (scheduled )?maintenance|wartungsarbeiten|im wartungsmodus|wird gerade gewartet|(site|page) (est )?en (cours de )?maintenance|en mantenimiento|in manutenzione|onderhoudswerkzaamheden|wegens onderhoud|przerwa techniczna|(site|website) is temporarily (unavailable|offline|down)|we('ll| will) be back (soon|shortly)/;

/** What even a page without a word may consist of. */
const anyContent =
  /<(img|picture|svg|video|object|embed|i?frame|frameset|script|canvas|form|input|a)[\s>]|http-equiv\s*=\s*["']?refresh|name\s*=\s*["']?description|property\s*=\s*["']?og:/i;

/** In the order in which they are looked for. */
export const softFailureSigns: readonly SoftFailureSign[] = [
  {
    code: 'captcha',
    applies: (gist) =>
      isBare(gist, 900, 8) && captchaText.test(gist.text) && captchaMarkup.test(gist.html),
  },
  {
    code: 'captcha',
    applies: (gist) => isBare(gist, 200, 2) && /captcha-delivery\.com|px-captcha/i.test(gist.html),
  },
  {
    code: 'bot_wall',
    applies: (gist) =>
      isBare(gist, 1_200, 8) &&
      [botTitle.test(gist.title), botText.test(gist.text), botMarkup.test(gist.html)].filter(
        Boolean,
      ).length >= 2,
  },
  {
    code: 'bot_wall',
    applies: (gist) => isBare(gist, 400, 4) && (botText.test(gist.text) || isOnlyChallenge(gist)),
  },
  {
    code: 'cookies_required',
    applies: (gist) => isBare(gist, 500, 4) && !gist.hasContactLink && cookieText.test(gist.text),
  },
  {
    code: 'login_wall',
    applies: (gist) =>
      isBare(gist, 500, 12) &&
      !gist.hasContactLink &&
      passwordField.test(gist.html) &&
      [gist.title, gist.heading, gist.text.slice(0, 200)].some((words) => loginWord.test(words)),
  },
  {
    code: 'parked_domain',
    applies: (gist) =>
      !gist.hasContactLink &&
      ((isBare(gist, 1_500, 60) && parkedText.test(gist.text)) ||
        (isBare(gist, 600, 60) && parkedMarkup.test(gist.html))),
  },
  {
    code: 'parked_domain',
    applies: (gist) => !gist.hasContactLink && serverDefault.test(gist.title),
  },
  { code: 'soft_404', applies: ({ title }) => missing.test(title) },
  {
    code: 'soft_404',
    applies: (gist) => isBare(gist, 600, 40) && missing.test(gist.heading),
  },
  {
    code: 'maintenance',
    applies: (gist) =>
      isBare(gist, 500, 4) &&
      !gist.hasContactLink &&
      (maintenanceText.test(gist.text) || maintenanceText.test(gist.title)),
  },
  {
    code: 'empty_page',
    applies: ({ title, text, html }) => title === '' && text === '' && !anyContent.test(html),
  },
];

/** Nothing to read, and a script of a bot wall. */
function isOnlyChallenge({ text, html }: PageGist): boolean {
  return text.length < 60 && botMarkup.test(html);
}
