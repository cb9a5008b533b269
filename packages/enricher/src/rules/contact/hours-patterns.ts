/** Days of the week with their abbreviations, in the languages of the European web and in Japanese. */
const DAY_NAMES =
  // English
  'mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon|tues?|weds?|thurs?|thu|fri|sat|sun|' +
  // German and Dutch
  'montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|' +
  'mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo|' +
  // French, Spanish and Italian
  'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|' +
  'lun|mar|mer|jeu|ven|sam|dim|lu|je|ve|lu|mi[eé]|jue|vie|s[aá]b|dom|gio|' +
  // Polish and Portuguese
  'poniedzia[łl]ek|wtorek|[śs]roda|czwartek|pi[ąa]tek|sobota|niedziela|pon|pn|wt|[śs]r|czw|pt|sob|nd|niedz|segunda(?:-feira)?|ter[cç]a(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?|' +
  // Danish, Norwegian, Swedish and Finnish; short words only where they begin or end a range
  'mandage?r?|tirsdage?r?|onsdage?r?|torsdage?r?|fredage?r?|lørdage?r?|søndage?r?|måndage?r?|tisdage?r?|lördage?r?|söndage?r?|tirs?|tors|fre|lør|søn|mån|tis|lör|sön|' +
  'man(?=\\.?\\s?[-–])|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|(?:ma|ti|ke|to)\\s?[-–]\\s?(?:to|pe|la|su)|' +
  // Czech, Slovak, Croatian and Serbian
  'pondělí|úterý|středa|čtvrtek|pátek|sobota|neděle|pondelok|utorok|streda|štvrtok|piatok|nedeľa|ponedjeljak|ponedeljak|utorak|srijeda|sreda|četvrtak|petak|subota|nedjelja|nedelja|' +
  'pon?\\s?[-–]\\s?(?:čt|pá|pia?|pet|so|sub|ne|ned)|' +
  // Hungarian, Romanian and Turkish
  'hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|luni|marți|miercuri|joi|vineri|sâmbătă|duminică|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|' +
  // Russian, Ukrainian, Bulgarian, Macedonian and Serbian
  'понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|вівторок|середа|четвер|п’ятниця|субота|неділя|пн|вт|ср|чт|пт|сб|вс|нд|' +
  'понеделник|вторник|сряда|среда|четвъртък|петък|събота|неделя|четврток|петок|сабота|недела|понедељак|уторак|четвртак|петак|недеља|' +
  'пон\\s?[-–]\\s?(?:пет|пт|съб|саб|суб|нед)|' +
  // Greek and Slovenian, and Romanian without its marks
  'δευτ[έε]ρα|τρ[ίι]τη|τετ[άα]ρτη|π[έε]μπτη|παρασκευ[ήη]|σ[άα]ββατο|κυριακ[ήη]|δευ|τρι|τετ|πεμ|παρ|σαβ|κυρ|' +
  'ponedeljek|torek|četrtek|petek|marti|sambata|duminica|' +
  // Japanese
  '[月火水木金土日](?:曜日?)?|土日祝?日?|祝日?|' +
  // Several days
  'daily|every ?day|(?:7|seven) days(?: a week)?|7 tage(?: die| in der)? woche|7 jours sur 7|7j/7|los 7 d[ií]as(?: de la semana)?|7 giorni su 7|7 dagen per week|weekdays?|weekends?|t[äa]glich|werktags?|wochentags?|tous les jours|todos los d[ií]as|tutti i giorni|dagelijks|codziennie|(?:(?:bank|public) )?holidays?|feiertags?|jours f[eé]ri[eé]s|festivos|festivi|feestdagen|helligdage?r?|helgdagar|m-f|m-th|m-sa?t?|m-sun?|' +
  'hverdage?r?|alle dage|alle dager|vardagar|arkisin|päivittäin|pracovní dny|denně|pracovné dni|denne|radnim danom|svaki dan|minden nap|hétköznap|zilnic|hafta içi|hafta sonu|her gün|ежедневно|щодня|всеки ден|делнични дни|секој ден|сваки дан|καθημεριν[άα]|κ[άα]θε μ[έε]ρα|vsak dan|平日|毎日';

// Italian keyboards write an accent as an apostrophe: `lunedi'`.
const DAY = `(?<![\\p{L}\\p{N}])(?:${DAY_NAMES})(?:(?!\\p{L})|(?=closed))(?:\\.|['’](?!\\p{L}))?`;
const JOIN =
  '\\s?(?:-|–|—|\\/|,|&|\\+|to|thru|through|until|till|and|bis|und|à|au|et|a|y|alla|al|e|t\\/m|tot en met|tot|en|do|i|ao|til|till|og|och|ja|až|ve|по|до|и|έως|ως|με|και|～|〜|~|・|、)\\s?';
const DAYS = `${DAY}(?:${JOIN}(?:and\\s)?${DAY}){0,7}`;

const TIME =
  '(?:\\d{1,2}(?:[:.h：]\\s?\\d{2}|\\sh\\s\\d{2}|時(?:\\d{2}分)?)?(?:\\s?(?:[ap]\\.\\s?m\\b\\.?|[ap]\\s?m\\b|uhr|h\\b|hrs?\\b|godz\\.?|ч\\.))?|noon|midnight|mittags)';
const TIMES = `${TIME}\\s?(?:-|–|—|to|until|till|bis|à|a|al|alle|tot|do|do godz\\.|às|y|thru|through|til|до|έως|ως|με|～|〜|~|から)\\s?(?:${TIME}|late(?!\\p{L})|close(?!\\p{L}))`;
const ALL_TIMES = `${TIMES}(?:(?:\\s?(?:,|&|\\/|\\||\\+|and|und|et|y|e|en|i|og|och|ja|a|ve|и|και|、)\\s?(?:from |von |de (?:las )?|dalle |van )?|\\t)${TIMES}){0,3}`;
const BETWEEN = `(?:between|zwischen|entre|tra|tussen) (?:las |le )?${TIME} (?:and|und|et|y|e|en) (?:las |le )?${TIME}`;
const CLOSED =
  'closed|geschlossen|ruhetag|ferm[eé]e?|cerrado|chiuso|gesloten|nieczynne|zamkni[eę]te|fechado|lukket|stengt|stängt|suljettu|zavřeno|zatvoreno|zatvorené|zárva|închis|inchis|zaprto|kapalı|затворено|почивен ден|неработен ден|выходной|κλειστ(?:[άαόο]|ή|η)|休診|休業|定休日?';
const OTHERWISE =
  'by appointment(?: only)?|nach vereinbarung|sur rendez-vous|24 hours|24h|open 24 hours|24\\/7|24 stunden|24h\\/24';

const GAP = '[\\s:|.,;=·•–—-]{0,6}';
const LEAD =
  '(?:open |opened |open from |from |geöffnet |geöffnet von |von |de |de las |dalle |dalle ore |ab |od |van |das |between |fra |från |kl\\.? ?|klo ?|от |од |с |από |απο )?';

/** What a sentence may say between its days and their times: `Montags sind wir von 9 bis 12 Uhr da`. */
const SAYING =
  '(?:(?:we|are|is|open|wir|sind|haben|ist|geöffnet|jeweils|durchgehend|nous|sommes|est|ouverts?|ouverte|estamos|abrimos|está|abiertos?|siamo|aperti|aperto|è|wij|we|zijn|geopend) ){0,4}';

/** Between `closed` and its days. */
const ARTICLE = '(?:on |le |les |am |an |los |el |il |la |op |w |aos |à |every |all )?';

/**
 * Days and then their times, or that they are closed; or the other way round, as in `Closed on Mondays`.
 * For texts in lower case, as are all patterns here.
 */
export const HOURS = new RegExp(
  `${DAYS}${GAP}\\(?${SAYING}${LEAD}(?:${ALL_TIMES}|${BETWEEN}|${CLOSED}|${OTHERWISE})|` +
    `(?:${ALL_TIMES}|${BETWEEN}),?[^\\S\\n]?(?:on |\\()?${DAYS}|` +
    `(?<!\\p{L})(?:${CLOSED})[ :]{1,3}${ARTICLE}(?=\\p{L}{3})${DAYS}(?!${GAP}\\d)`,
  'gu',
);

const OPENING = new RegExp(`\\d|noon|${OTHERWISE}`, 'u');

/** Whether hours say when somebody is there, rather than only when nobody is. */
export function tellsOpening(hours: string): boolean {
  return OPENING.test(hours);
}

const HOUR_MARK = /\d\s?(?:[ap]\.?\s?m\b|uhr|h\b|[:.h：]\d\d|時)|24 ?h|24\/7|\bkl(?:o|\.)? ?\d/i;

/** Cheap: whether a page, in whatever case, may tell times at all. */
export function mayTellHours(text: string): boolean {
  return HOUR_MARK.test(text);
}

const BARE_HOURS = /\d (?:to|until|till|bis|à|a|alle|tot) (?:las )?\d/;
const OPEN = /open|öffn|ouvert|abiert|abrimos|apert[io]|für sie da/;

/** Cheap: whether a page, in lower case, may tell times without a mark of the hour, as in `open from 9 to 5`. */
export function mayTellBareHours(text: string): boolean {
  return BARE_HOURS.test(text) && OPEN.test(text);
}

/** What hours have in them: a time, two numbers from one to the other, or a word in their stead. */
export const TIME_MARK = new RegExp(
  `\\d\\s?(?:[:.h：]\\s?\\d\\d|[ap]\\.?\\s?m\\b|uhr|h\\b|時|[-–—～〜~]\\s?\\d|(?:to|until|till|bis|à|a|al|alle|tot|do|às|y|til|до|έως|ως|με|から)\\s?\\d)|noon|${OTHERWISE}`,
  'gu',
);

const LABEL =
  /(?<!\p{L})(?:(?:opening|business|office|store|shop|showroom|working|trading|operating|visiting|clinic|practice|phone|our|regular|summer|winter)\s)?(?:hours|opening times|times of opening|öffnungszeiten|geschäftszeiten|bürozeiten|sprechzeiten|sprechstunden|ladenöffnungszeiten|geöffnet|horaires?(?: d['’]ouverture)?|heures d['’]ouverture|ouverture|ouvert(?:e?s)?|horarios?|abiert[oa]s?|abrimos|orari(?:o)?(?: di apertura)?|apert[oi]|für sie da|openingstijden|openingsuren|geopend|godziny otwarcia|godziny pracy|czynne|otwarte|horário|aberto|åbningstider|åbent|åpningstider|åpent|öppettider|öppet|aukioloajat|avoinna|otevírací doba|otevřeno|otváracie hodiny|radno vrijeme|radno vreme|delovni čas|odpiralni čas|работно време|радно време|время работы|режим работы|ώρες λειτουργίας|ωράριο(?: λειτουργίας)?|nyitvatartás|program de lucru|çalışma saatleri|açılış saatleri|営業時間|受付時間|診療時間|開館時間|open)(?!\p{L})/u;

/** Whether some words announce opening hours. */
export function announcesHours(words: string): boolean {
  return LABEL.test(words);
}

const RANGE_OF_DAYS = new RegExp(
  `${DAY}\\s?(?:-|–|—|to|thru|through|bis|à|au|a|alla|al|t\\/m|tot en met|tot|do|ao|til|till|～|〜|~)\\s?${DAY}|m-f|m-sa?t?|daily|days a week|7j/7|weekdays|täglich|hverdag|(?:ma|ti|ke)\\s?[-–]|(?:po?n?|пон)\\s?[-–]|hafta içi|her gün|平日|毎日`,
  'u',
);

/** Whether the days are several in a row, as in a week's hours rather than in one event's. */
export function spansDays(words: string): boolean {
  return RANGE_OF_DAYS.test(words);
}
