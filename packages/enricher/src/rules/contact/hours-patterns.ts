/** Days of the week with their abbreviations, in the languages of the European web. */
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
  // Several days
  'daily|every ?day|weekdays?|weekends?|t[äa]glich|werktags?|wochentags?|tous les jours|todos los d[ií]as|tutti i giorni|dagelijks|codziennie|bank holidays?|public holidays?|feiertags?|m-f|m-th|m-sa?t?|m-sun?';

const DAY = `(?<![\\p{L}\\p{N}])(?:${DAY_NAMES})(?:(?!\\p{L})|(?=closed))\\.?`;
const JOIN =
  '\\s?(?:-|–|—|\\/|,|&|\\+|to|thru|through|until|till|and|bis|und|à|au|et|a|y|al|e|t\\/m|tot|en|do|i|ao)\\s?';
const DAYS = `${DAY}(?:${JOIN}(?:and\\s)?${DAY}){0,7}`;

const TIME =
  '(?:\\d{1,2}(?:[:.h]\\s?\\d{2})?(?:\\s?(?:[ap]\\.?\\s?m\\b\\.?|uhr|h\\b|hrs?\\b|godz\\.?))?|noon|midnight|mittags)';
const TIMES = `${TIME}\\s?(?:-|–|—|to|until|till|bis|à|a|al|alle|tot|do|do godz\\.|às|y|thru|through)\\s?${TIME}`;
const ALL_TIMES = `${TIMES}(?:\\s?(?:,|&|\\/|\\||\\+|and|und|et|y|e|en|i)\\s?${TIMES}){0,3}`;
const CLOSED =
  'closed|geschlossen|ruhetag|ferm[eé]e?|cerrado|chiuso|gesloten|nieczynne|zamkni[eę]te|fechado';
const OTHERWISE =
  'by appointment(?: only)?|nach vereinbarung|sur rendez-vous|24 hours|24h|open 24 hours|24\\/7|24 stunden|24h\\/24';

const GAP = '[\\s:|.,;=–—-]{0,6}';
const LEAD = '(?:open |opened |from |geöffnet |von |de |dalle |ab |od |van |das |between )?';

/** Between `closed` and its days. */
const ARTICLE = '(?:on |le |les |am |an |los |el |il |la |op |w |aos |à |every |all )?';

/**
 * Days and then their times, or that they are closed; or the other way round, as in `Closed on Mondays`.
 * For texts in lower case, as are all patterns here.
 */
export const HOURS = new RegExp(
  `${DAYS}${GAP}\\(?${LEAD}(?:${ALL_TIMES}|${CLOSED}|${OTHERWISE})|` +
    `${ALL_TIMES},?\\s?(?:on |\\()?${DAYS}|` +
    `(?<!\\p{L})(?:${CLOSED})[ :]{1,3}${ARTICLE}(?=\\p{L}{3})${DAYS}(?!${GAP}\\d)`,
  'gu',
);

const OPENING = new RegExp(`\\d|noon|${OTHERWISE}`, 'u');

/** Whether hours say when somebody is there, rather than only when nobody is. */
export function tellsOpening(hours: string): boolean {
  return OPENING.test(hours);
}

const HOUR_MARK = /\d\s?(?:[ap]\.?\s?m\b|uhr|h\b|[:.h]\d\d)|24 ?h|24\/7/i;

/** Cheap: whether a page, in whatever case, may tell times at all. */
export function mayTellHours(text: string): boolean {
  return HOUR_MARK.test(text);
}

const LABEL =
  /(?<!\p{L})(?:(?:opening|business|office|store|shop|showroom|working|trading|operating|visiting|clinic|practice|phone|our|regular|summer|winter)\s)?(?:hours|opening times|times of opening|öffnungszeiten|geschäftszeiten|bürozeiten|sprechzeiten|sprechstunden|ladenöffnungszeiten|geöffnet|horaires?(?: d['’]ouverture)?|heures d['’]ouverture|ouverture|ouvert|horarios?|abierto|orari(?:o)?(?: di apertura)?|aperto|openingstijden|openingsuren|geopend|godziny otwarcia|godziny pracy|czynne|otwarte|horário|aberto|open)(?!\p{L})/u;

/** Whether some words announce opening hours. */
export function announcesHours(words: string): boolean {
  return LABEL.test(words);
}

const RANGE_OF_DAYS = new RegExp(
  `${DAY}\\s?(?:-|–|—|to|thru|through|bis|à|au|a|al|t\\/m|tot|do|ao)\\s?${DAY}|m-f|m-sa?t?|daily|weekdays|täglich`,
  'u',
);

/** Whether the days are several in a row, as in a week's hours rather than in one event's. */
export function spansDays(words: string): boolean {
  return RANGE_OF_DAYS.test(words);
}
