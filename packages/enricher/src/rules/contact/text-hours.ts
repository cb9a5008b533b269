import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument, Span } from '../../page/page-document.ts';
import {
  announcesHours,
  HOURS,
  mayTellBareHours,
  mayTellHours,
  spansDays,
  tellsOpening,
  TIME_MARK,
} from './hours-patterns.ts';
import type { HoursSighting } from './hours-sighting.ts';
import { lowerCased } from './lower-cased.ts';
import { partsAround } from './parts-around.ts';

/** A gap between two days that is no wider, and has no words, leaves them in one table; in characters. */
const MAX_GAP = 24;
/** How far hours may reach from a time of theirs: over all days of a week and their names; in characters. */
const MAX_REACH = 200;
/** How much text before the hours may announce them; in characters. */
const MAX_ANNOUNCEMENT = 60;
/** How much text behind them may, as in `9 bis 12 Uhr geöffnet`; in characters. */
const MAX_AFTERWORD = 40;
/** Days with times that, one after another, are hours even where nothing announces them. */
const MIN_UNANNOUNCED = 3;

/** Opening hours in a page's text, as written. */
export function textHours(document: PageDocument): HoursSighting[] {
  const isMarked = mayTellHours(document.text);
  const text = lowerCased(document.text);
  if (!isMarked && !mayTellBareHours(text)) return [];
  return blocksOf(text).flatMap(({ span, count }) => {
    const words = text.slice(span.start, span.end);
    const before = text.slice(Math.max(0, span.start - MAX_ANNOUNCEMENT), span.start);
    const isAnnounced = [before, words, sentenceRest(text, span.end)].some(announcesHours);
    const isSure = isAnnounced || (isMarked && (count >= MIN_UNANNOUNCED || spansDays(words)));
    if (!isSure || !tellsOpening(words) || (!isMarked && TWO_SENTENCES.test(words))) return [];
    const quote = quoteText(document, span);
    const confidence = isAnnounced ? 0.85 : 0.65;
    const hours = oneLine(quote.quote);
    return [{ hours, days: count, quote, method: 'text_pattern' as const, confidence, document }];
  });
}

/** Bare numbers are times only in the sentence of their days. */
const TWO_SENTENCES = /\p{L}{4}\. /u;

function sentenceRest(text: string, from: number): string {
  const rest = text.slice(from, from + MAX_AFTERWORD);
  const end = rest.search(/[.!?:;\n]/);
  return end < 0 ? rest : rest.slice(0, end);
}

interface Block {
  span: Span;
  count: number;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const { start, end } of partsAround(text, TIME_MARK, MAX_REACH).flatMap((part) =>
    hoursIn(text, part),
  )) {
    const last = blocks.at(-1);
    if (last && isContinued(text.slice(last.span.end, start))) {
      last.span = { start: last.span.start, end };
      last.count++;
    } else blocks.push({ span: { start, end }, count: 1 });
  }
  return blocks;
}

function hoursIn(text: string, { start, end }: Span): Span[] {
  return [...text.slice(start, end).matchAll(HOURS)].map(({ 0: match, index }) => ({
    start: start + index,
    end: start + index + match.length - (FULL_STOP.test(match) ? 1 : 0),
  }));
}

/** Behind a whole day's name a full stop ends the sentence. */
const FULL_STOP = /\p{L}{4}\.$/u;

function isContinued(gap: string): boolean {
  return gap.length <= MAX_GAP && !/\p{L}{4,}/u.test(gap);
}

function oneLine(written: string): string {
  return written
    .replace(/[\s;,]*\n\s*/g, '; ')
    .replace(/\s+/g, ' ')
    .replace(/:; /g, ': ')
    .trim();
}
