import type { CountTokens } from '../model/count-tokens.ts';
import type { Region } from '../page/page-document.ts';
import { normalisedWords } from './normalised-text.ts';
import type { PageSegment } from './page-segments.ts';
import type { Question } from './question.ts';

/** How much a page's text tells about the company, by why the crawl chose the page. */
const ROLE_WEIGHTS: Readonly<Record<string, number>> = {
  about: 1.5,
  home: 1.2,
  team: 1.1,
  imprint: 1,
  contact: 1,
  locations: 0.9,
  news: 0.5,
  terms: 0.1,
  privacy: 0.1,
};
const OTHER_ROLE_WEIGHT = 0.8;

const REGION_WEIGHTS: Readonly<Record<Region, number>> = {
  main: 1,
  footer: 0.5,
  header: 0.4,
  aside: 0.4,
  nav: 0.15,
};

/** What a segment gains for each question one of whose cues it holds, and for the line beside one. */
const CUE_GAIN = 1.5;
const NEIGHBOUR_GAIN = 0.5;
const MAX_CUES = 3;
const HEADING_GAIN = 0.3;
/** Words from which on a line is prose and not a label. */
const PROSE_WORDS = 6;
const PROSE_GAIN = 0.6;

/** Room that is not worth looking for a shorter segment. */
const SMALLEST_SEGMENT_TOKENS = 4;

export interface ChosenSegments {
  /** In the order of pages and text. */
  readonly segments: readonly PageSegment[];
  readonly tokens: number;
}

/**
 * Chooses what a model reads: the most telling segments that fit the budget, each text once. What a
 * site repeats on every page is taken from the first one.
 */
export function chooseSegments(
  segments: readonly PageSegment[],
  questions: readonly Question[],
  maxTokens: number,
  countTokens: CountTokens,
): ChosenSegments {
  const known = new Set<string>();
  const distinct = segments.filter(({ text }) => {
    const words = normalisedWords(text);
    if (words === '' || known.has(words)) return false;
    known.add(words);
    return true;
  });
  const ranked = rank(distinct, questions);
  const chosen = new Set<PageSegment>();
  let tokens = 0;
  for (const segment of ranked) {
    // Counting the rest of a very long page would take longer than anything else.
    if (tokens >= maxTokens - SMALLEST_SEGMENT_TOKENS) break;
    const size = countTokens(segment.text) + 1;
    // A shorter one further down may still fit.
    if (tokens + size > maxTokens) continue;
    tokens += size;
    chosen.add(segment);
  }
  return { segments: distinct.filter((segment) => chosen.has(segment)), tokens };
}

/** Best first; of equals the earlier one. */
function rank(segments: readonly PageSegment[], questions: readonly Question[]): PageSegment[] {
  const cues = questions.map(cuePattern);
  const gains = segments.map(({ text }) => cueGain(text, cues));
  const scores = segments.map((segment, at) => {
    const neighbour = Math.max(gains[at - 1] ?? 0, gains[at + 1] ?? 0) > 0 ? NEIGHBOUR_GAIN : 0;
    return baseScore(segment) + gains[at]! + neighbour;
  });
  const order = segments.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return order.map((at) => segments[at]!);
}

function baseScore({ role, region, text, isHeading }: PageSegment): number {
  const words = text.split(/\s+/, PROSE_WORDS).length;
  const gain = (isHeading ? HEADING_GAIN : 0) + (words >= PROSE_WORDS ? PROSE_GAIN : 0);
  return (ROLE_WEIGHTS[role] ?? OTHER_ROLE_WEIGHT) * REGION_WEIGHTS[region] * (1 + gain);
}

function cueGain(text: string, cues: readonly (RegExp | null)[]): number {
  const found = cues.filter((pattern) => pattern?.test(text)).length;
  return CUE_GAIN * Math.min(MAX_CUES, found);
}

/** Cues match whole words, and with a `*` at their end the beginnings of words. */
function cuePattern({ cues }: Question): RegExp | null {
  if (cues.length === 0) return null;
  const words = cues.map((cue) => {
    const stem = RegExp.escape(cue.replace(/\*$/, ''));
    return cue.endsWith('*') ? stem : `${stem}(?![\\p{L}\\p{N}])`;
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})`, 'iu');
}
