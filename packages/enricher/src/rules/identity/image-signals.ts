import { type Finding, quoteHtml } from '../../evidence/quote.ts';
import { isPlaceholder } from '../../images/refuse-image.ts';
import type { ImageView } from './image-view.ts';
import type { ImageWords } from './image-words.ts';

/** One reason for or against an image, in points. */
export interface ImageSignal<Context> {
  /** Names the method of the evidence when it is the strongest. */
  readonly name: string;
  readonly weight: number;
  readonly applies: (view: ImageView, context: Context) => boolean;
}

/** A signal that looks for words in what is written about an image. */
export function finds(
  pattern: RegExp,
  ...parts: readonly (keyof ImageWords)[]
): (view: ImageView) => boolean {
  return ({ words }) => parts.some((part) => pattern.test(words[part]));
}

/** What a choice among images needs besides their views. */
export interface ImageChoice<Context> {
  readonly signals: readonly ImageSignal<Context>[];
  /** Below this nothing is chosen. */
  readonly minScore: number;
  /** Confidence of a score, in points from `minScore` up. */
  readonly confidenceOf: (score: number) => number;
}

/** Images of a site that are worth a second look when the first turns out to be none. */
const MAX_RANKED = 3;

/** Ranks images by what their signals add up to, best first, equals in order; a method is the strongest signal. */
export function rankImages<Context>(
  views: readonly ImageView[],
  context: Context,
  { signals, minScore, confidenceOf }: ImageChoice<Context>,
): readonly Finding[] {
  const scored = views.map((view) => ({ view, score: scoreImage(view, context, signals) }));
  const ranked = scored
    .filter(({ view, score }) => score >= minScore && !isPlaceholder(view.image.url))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, MAX_RANKED);
  return ranked.map(({ view, score }) => {
    const applying = signals.filter((signal) => signal.applies(view, context));
    const strongest = applying.reduce((one, other) => (other.weight > one.weight ? other : one));
    return imageFinding(view, strongest.name, confidenceOf(score));
  });
}

/** Findings of the same value once, the first of them. */
export function distinctFindings(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ value }) => !seen.has(value) && seen.add(value));
}

function scoreImage<Context>(
  view: ImageView,
  context: Context,
  signals: readonly ImageSignal<Context>[],
): number {
  let score = 0;
  for (const { weight, applies } of signals) if (applies(view, context)) score += weight;
  return score;
}

/** Makes an image a finding: its absolute address, quoted as the page writes it. */
export function imageFinding(
  { image, page }: ImageView,
  method: string,
  confidence: number,
): Finding {
  return { value: image.url, quote: quoteHtml(page, image.srcSpan), method, confidence };
}
