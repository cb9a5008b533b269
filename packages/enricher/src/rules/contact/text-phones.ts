import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { type LabelledCandidate, labelCandidates } from './label-candidates.ts';
import type { PhoneParser } from './parse-phone.ts';
import { findPhoneCandidates } from './phone-candidates.ts';
import { isPlausible } from './phone-plausibility.ts';
import type { PhoneSighting } from './phone-sighting.ts';
import { type ReadNumber, readNumbers } from './read-numbers.ts';
import { regionAt } from './region-at.ts';

/** A label further before its number is not quoted with it; in characters. */
const MAX_QUOTED_LABEL = 16;

/** Runs of digits that are read on one page; more are a table of figures. */
const MAX_CANDIDATES = 2_000;

/** A valid number in a page's text with what the words around call it; it may mean something else. */
export type TextNumber = ReadNumber & LabelledCandidate;

/** Every stretch of a page's visible text that reads as a valid number. */
export function findTextNumbers({ text }: PageDocument, parser: PhoneParser): TextNumber[] {
  const candidates = findPhoneCandidates(text).slice(0, MAX_CANDIDATES);
  const numbers = candidates.flatMap((span) => readNumbers(text, span, parser));
  const spans = numbers.map(({ span }) => span);
  return labelCandidates(text, spans).map((candidate, index) => {
    return { ...candidate, ...numbers[index]! };
  });
}

/** Those numbers of the text that are meant as phone or fax numbers. */
export function textPhones(
  document: PageDocument,
  numbers: readonly TextNumber[],
): PhoneSighting[] {
  return numbers.flatMap((number, index) => {
    const previousEnd = numbers[index - 1]?.span.end ?? 0;
    return isPlausible(document.text, number, previousEnd) ? [sighting(document, number)] : [];
  });
}

function sighting(
  document: PageDocument,
  { span, phone, label, labelStart }: TextNumber,
): PhoneSighting {
  const isQuoted = labelStart !== null && span.start - labelStart <= MAX_QUOTED_LABEL;
  const start = isQuoted ? labelStart : span.start;
  const quote = quoteText(document, { start, end: span.end });
  const region = regionAt(document, span.start);
  return { phone, label, method: 'text_pattern', quote, document, region };
}
