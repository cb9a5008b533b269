import type { PageDocument, Span } from '../../page/page-document.ts';
import { lowerCased } from './lower-cased.ts';

/** Who made a site; a line of the footer, as a rule. */
const MAKERS = [
  'webdesign|web ?design|website (?:by|design)|designed by|developed by|design und (?:umsetzung|programmierung)',
  '(?:technische |grafische )?(?:umsetzung|realisierung|programmierung)|réalisation|conception (?:et|graphique|du site)|création du site',
  'diseño web|desarrollo web|desarrollado por|realizzazione(?: sito)?|sito realizzato|realisatie|realizacja strony',
].join('|');

/** Who hosts it, and who watches over its owner: an imprint names them with address and all. */
const HOSTS_AND_AUTHORITIES = [
  "(?:l[’']|notre )?hébergeurs?|hébergement (?:du|de ce|web|internet)|hébergé par|(?:web)?host(?:ing|er)|hosted by|alojamiento web|hospedaje web|hospedagem (?:do site|web)",
  'zuständige[rs]? [\\p{L}-]*(?:kammer|behörde|regierung|vereinigung|stelle)',
  '(?:die |der )?(?:aufsichtsbehörden?|(?:landes|bundes)?-?(?:zahn|tier)?(?:ärzte|apotheker|rechtsanwalts|patentanwalts|anwalts|steuerberater|architekten|ingenieure?|handwerks|notar|psychotherapeuten|wirtschaftsprüfer)kammer|kassen(?:zahn)?ärztliche vereinigung)',
  '(?:verbraucher)?schlichtungs?stelle|autorité (?:de contrôle|compétente)|média(?:teur|tion) (?:de la |à la )?consommation|supervisory authorit(?:y|ies)|ombudsman',
  'autoridad de control|autorità (?:di controllo|garante)|toezichthoude[nr]de?(?: autoriteit)?|organ nadzorczy|tilsynsmyndighed',
].join('|');

/** Headings of an imprint that speak of its host, where a hotel's page speaks of its rooms. */
const HOSTING = 'hébergement|alojamiento|hosting|hospedagem';

/** A line that begins with one of them, and the break before it, which is found fast, in lower case. */
const OTHERS_LINE = new RegExp(
  `\\n[ \\d.)§»–-]{0,6}(?:(?<maker>${MAKERS})|(?<hosting>(?:${HOSTING})(?= ?:?(?:\\n|$)))|${HOSTS_AND_AUTHORITIES})(?![\\p{L}])[^\\n]*`,
  'gu',
);
/** A longer line tells about something rather than being a heading or a label; in characters. */
const MAX_LINE = 160;
/** How far a section goes on behind a line that is no heading, and behind one; in characters. */
const MAX_REACH = 320;
const MAX_HEADED_REACH = 1_500;
/** More of them are a directory's. */
const MAX_SECTIONS = 20;

/** A label of the site's owner, with whom the text goes on. */
const OWNER_LINE =
  /\n[ \d.)§»–-]{0,6}(?:éditeur|directeur|responsable|propriétaire|siège|contact|nous contacter|kontakt|verantwortlich|inhaber|geschäftsführ|vertreten|umsatzsteuer|ust|berufs|haftung|betreiber|editor|titular|titolare|owner|operator|© ?|copyright)/u;

/**
 * The page as far as it speaks of its owner: without the text and the links of what it says of its host,
 * its makers, and the authorities and chambers its owner answers to. All offsets stay.
 */
export function ownPart(document: PageDocument): PageDocument {
  const sections = sectionsOfOthers(document);
  if (sections.length === 0) return document;
  const isOwn = ({ start }: Span): boolean => !sections.some((one) => isWithin(start, one));
  return {
    ...document,
    text: sections.reduce(blanked, document.text),
    links: document.links.filter(({ textSpan }) => isOwn(textSpan)),
  };
}

function sectionsOfOthers({ text, headings, source }: PageDocument): Span[] {
  const sections: Span[] = [];
  const lower = lowerCased(text);
  for (const { 0: found, index, groups } of `\n${lower}`.matchAll(OTHERS_LINE)) {
    const length = found.length - 1;
    const last = sections.at(-1);
    if (length > MAX_LINE || (last && index < last.end)) continue;
    if (groups?.['hosting'] !== undefined && source.role !== 'imprint') continue;
    const line = { start: index, end: index + length };
    // Elsewhere than in an imprint, who writes of web design may offer it.
    const isLineOnly = groups?.['maker'] !== undefined && source.role !== 'imprint';
    sections.push(isLineOnly ? line : { ...line, end: sectionEnd(lower, line, headings) });
    if (sections.length === MAX_SECTIONS) break;
  }
  return sections;
}

/** A heading's section ends with the next one of its level, another's with the next heading; both with the owner's label. */
function sectionEnd(lower: string, line: Span, headings: PageDocument['headings']): number {
  const own = headings.find(({ span }) => isWithin(span.start, line));
  const next = headings.find(
    ({ level, span }) => span.start >= line.end && level <= (own?.level ?? Infinity),
  );
  const reach = own === undefined ? MAX_REACH : MAX_HEADED_REACH;
  const limit = Math.min(line.end + reach, next?.span.start ?? Infinity, lower.length);
  const owner = OWNER_LINE.exec(lower.slice(line.end, limit));
  return owner === null ? limit : line.end + owner.index;
}

function isWithin(offset: number, { start, end }: Span): boolean {
  return start <= offset && offset < end;
}

function blanked(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + text.slice(end);
}
