import type { JsonObject } from '@sluice/core';

/** One message of a chat. */
export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a model is asked; equal requests have equal answers as far as the memo is concerned. */
export interface ModelRequest {
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  /** A strict JSON schema that the answer has to fit. */
  readonly schema: JsonObject;
  /** Tokens that the answer may have. */
  readonly maxOutputTokens: number;
}

/** What asking takes at most, in tokens. */
export interface CallSize {
  readonly inputTokens: number;
  readonly outputTokens: number;
}
