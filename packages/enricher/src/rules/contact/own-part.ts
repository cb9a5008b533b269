import type { PageDocument, Span } from '../../page/page-document.ts';

/** Who made a site; a line of the footer, as a rule. */
const MAKERS = [
  'webdesign|web ?design|website (?:by|design)|designed by|developed by|design und (?:umsetzung|programmierung)',
  '(?:technische |grafische )?(?:umsetzung|realisierung|programmierung)|réalisation|conception (?:et|graphique|du site)|création du site',
  'diseño web|desarrollo web|desarrollado por|realizzazione(?: sito)?|sito realizzato|realisatie|realizacja strony',
].join('|');

/** Who hosts it, and who watches over its owner: an imprint names them with address and all. */
const HOSTS_AND_AUTHORITIES = [
  'hébergeurs?|hébergement|hébergé par|(?:web)?host(?:ing|er)|hosting ?provider|hosted by|alojamiento web|hospedaje|hospedagem',
  'zuständige[rs]? [\\p{L}-]*(?:kammer|behörde|regierung|vereinigung|stelle)',
  '(?:die |der )?(?:aufsichtsbehörden?|[\\p{L}-]{0,30}kammer|kassen(?:zahn)?ärztliche vereinigung)',
  '(?:verbraucher)?schlichtungs?stelle|autorité (?:de contrôle|compétente)|médiateur|médiation|supervisory authorit(?:y|ies)|ombudsman',
  'autoridad de control|autorità (?:di controllo|garante)|toezichthoude[nr]de?(?: autoriteit)?|organ nadzorczy|tilsynsmyndighed',
].join('|');

/** A line that begins with one of them, in a text in lower case. */
const OTHERS_LINE = new RegExp(
  `(?<=^|\\n)[ \\d.)§»–-]{0,6}(?:(?<maker>${MAKERS})|${HOSTS_AND_AUTHORITIES})(?![\\p{L}])[^\\n]*`,
  'gu',
);
/** Cheap: whether a text may have such a line. */
const MAY_NAME_OTHERS =
  /h[ée]berg|host|hosp|alojam|design|website by|developed by|sito realizz|umsetz|realis|realiz|programm|conception|création|diseño|desarroll|kammer|behörde|zuständig|vereinigung|schlichtung|autor|médiat|ombuds|toezicht|nadzor|tilsyn/i;

/** A longer line tells about something rather than being a heading or a label; in characters. */
const MAX_LINE = 160;
/** How far a section goes on behind a line that is no heading, and behind one; in characters. */
const MAX_REACH = 320;
const MAX_HEADED_REACH = 1_500;

/** A label of the site's owner, with whom the text goes on. */
const OWNER_LINE =
  /\n[ \d.)§»–-]{0,6}(?:éditeur|directeur|responsable|propriétaire|siège|contact|nous contacter|kontakt|verantwortlich|inhaber|geschäftsführ|vertreten|umsatzsteuer|ust|berufs|haftung|betreiber|editor|titular|titolare|owner|operator|© ?|copyright)/u;

/**
 * The page as far as it speaks of its owner: without the text and the links of what it says of its host,
 * its makers, and the authorities and chambers its owner answers to. All offsets stay.
 */
export function ownPart(document: PageDocument): PageDocument {
  if (!MAY_NAME_OTHERS.test(document.text)) return document;
  const sections = sectionsOfOthers(document);
  if (sections.length === 0) return document;
  const isOwn = ({ start }: Span): boolean => !sections.some((one) => isWithin(start, one));
  return {
    ...document,
    text: sections.reduce(blanked, document.text),
    links: document.links.filter(({ textSpan }) => isOwn(textSpan)),
  };
}

function sectionsOfOthers({ text, headings }: PageDocument): Span[] {
  const sections: Span[] = [];
  const lower = text.toLowerCase();
  // Where folding the case moves what follows, nothing can be told.
  if (lower.length !== text.length) return [];
  for (const { 0: line, index, groups } of lower.matchAll(OTHERS_LINE)) {
    const last = sections.at(-1);
    if (line.length > MAX_LINE || (last && index < last.end)) continue;
    const reach = groups?.['maker'] === undefined ? MAX_REACH : 0;
    sections.push({ start: index, end: sectionEnd(lower, index, line.length, reach, headings) });
  }
  return sections;
}

/** A heading's section ends with the next one of its level, another's with the next heading; both with the owner's label. */
function sectionEnd(
  lower: string,
  start: number,
  lineLength: number,
  unheadedReach: number,
  headings: PageDocument['headings'],
): number {
  const lineEnd = start + lineLength;
  const own = headings.find(({ span }) => isWithin(span.start, { start, end: lineEnd }));
  const next = headings.find(
    ({ level, span }) => span.start >= lineEnd && level <= (own?.level ?? Infinity),
  );
  const reach = own === undefined ? unheadedReach : MAX_HEADED_REACH;
  const limit = Math.min(lineEnd + reach, next?.span.start ?? Infinity, lower.length);
  const owner = OWNER_LINE.exec(lower.slice(lineEnd, limit));
  return owner === null ? limit : lineEnd + owner.index;
}

function isWithin(offset: number, { start, end }: Span): boolean {
  return start <= offset && offset < end;
}

function blanked(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + text.slice(end);
}
