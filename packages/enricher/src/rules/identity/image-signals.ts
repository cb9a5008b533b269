import { type Finding, quoteHtml } from '../../evidence/quote.ts';
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

/** Chooses the image whose signals add up to most, the first of equals; its method is the strongest signal. */
export function chooseImage<Context>(
  views: readonly ImageView[],
  context: Context,
  { signals, minScore, confidenceOf }: ImageChoice<Context>,
): Finding | null {
  let best: { readonly view: ImageView; readonly score: number } | null = null;
  for (const view of views) {
    const score = scoreImage(view, context, signals);
    if (score >= minScore && score > (best?.score ?? 0)) best = { view, score };
  }
  if (best === null) return null;
  const applying = signals.filter((signal) => signal.applies(best.view, context));
  const strongest = applying.reduce((one, other) => (other.weight > one.weight ? other : one));
  return imageFinding(best.view, strongest.name, confidenceOf(best.score));
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
