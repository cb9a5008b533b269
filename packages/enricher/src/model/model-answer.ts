import type { Json } from '@sluice/core';
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** Tokens of an answered call, as the server counted them. */
export const modelUsageSchema = z.object({
  inputTokens: count,
  /** Of these, read from the provider's cache. */
  cachedTokens: count,
  outputTokens: count,
});

export type ModelUsage = z.infer<typeof modelUsageSchema>;

/** An answer as it is kept: what came over the wire, before anybody made something of it. */
export const modelAnswerSchema = z.object({
  model: z.string(),
  /** The response's body. */
  body: z.custom<Json>((value) => value !== undefined),
  /** Null where the server does not say. */
  usage: modelUsageSchema.nullable(),
  /** In US dollars, at the price of the moment; null where no price is known. */
  costUsd: z.number().nonnegative().nullable(),
  elapsedMs: z.number().nonnegative(),
});

export type ModelAnswer = z.infer<typeof modelAnswerSchema>;

const tokens = count.nullish().transform((value) => value ?? 0);

/** What is read of a chat completion; everything else of it is passed over. */
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
});

const completionUsageSchema = z.object({
  usage: z.object({
    prompt_tokens: tokens,
    completion_tokens: tokens,
    total_tokens: tokens,
    prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish(),
  }),
});

/** The tokens that a completion's body reports, or null. */
export function usageOf(body: unknown): ModelUsage | null {
  const parsed = completionUsageSchema.safeParse(body);
  if (!parsed.success) return null;
  const { prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details } =
    parsed.data.usage;
  return {
    inputTokens: prompt_tokens,
    cachedTokens: Math.min(prompt_tokens, prompt_tokens_details?.cached_tokens ?? 0),
    // Some servers count what a model thinks in the total alone, and charge for it.
    outputTokens: Math.max(completion_tokens, total_tokens - prompt_tokens),
  };
}

/** What a completion holds: a text, or why there is none. */
export type AnswerText =
  | { readonly kind: 'text'; readonly text: string }
  /** The limit of output tokens cut it off. */
  | { readonly kind: 'length' }
  | { readonly kind: 'refusal' | 'filtered' | 'empty' | 'unreadable' };

/** Reads a completion's body; any JSON is taken. */
export function readAnswerText(body: unknown): AnswerText {
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) return { kind: 'unreadable' };
  const { message, finish_reason } = parsed.data.choices[0]!;
  if (message.refusal) return { kind: 'refusal' };
  if (finish_reason === 'content_filter') return { kind: 'filtered' };
  if (finish_reason === 'length') return { kind: 'length' };
  const text = message.content?.trim() ?? '';
  return text === '' ? { kind: 'empty' } : { kind: 'text', text };
}
