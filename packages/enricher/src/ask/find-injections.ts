import type { PageSegment } from './page-segments.ts';

/** Words by which a page speaks to a model rather than to a reader. */
const PATTERNS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|any|your)\b[^.\n]{0,30}\b(?:instructions?|prompts?|rules?|directions?|guidelines)\b/i,
  /\b(?:system|developer)\s+(?:prompt|message)\b/i,
  /\b(?:you are|act as|pretend to be)\b[^.\n]{0,30}\b(?:an? )?(?:ai|llm|language model|chatbot|assistant)\b/i,
  /\b(?:note|notice|message|instructions?)\s+(?:to|for)\s+(?:any |all |the )?(?:ai|llms?|language models?|bots?|crawlers?|agents?)\b/i,
  /\b(?:ignoriere|vergiss|missachte)\b[^.\n]{0,40}\b(?:anweisung(?:en)?|vorgaben|regeln)\b/i,
  /\b(?:ignore[zr]?|oublie[zr]?)\b[^.\n]{0,40}\b(?:instructions?|consignes)\b/i,
  /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?INST\]/i,
];

/** The segments that look like attempts to steer a model. */
export function findInjections(segments: readonly PageSegment[]): PageSegment[] {
  return segments.filter(({ text }) => PATTERNS.some((pattern) => pattern.test(text)));
}
