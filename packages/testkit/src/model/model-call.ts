/** One message of a chat. */
export interface ModelMessage {
  readonly role: string;
  readonly content: string;
}

/** A call as the model server received it. */
export interface ModelCall {
  /** From 1, in order of arrival since the start or the last `reset()`. */
  readonly number: number;
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  /** The JSON schema that the answer has to fit; null where none was asked for. */
  readonly schema: unknown;
  /** `max_completion_tokens` or `max_tokens`; null where neither was given. */
  readonly maxTokens: number | null;
  /** The header, as received. */
  readonly authorization: string | null;
  /** Of the prompt and the largest answer, as the server counts against its limit. */
  readonly tokens: number;
}

/** Tokens as a chat completion reports them. */
export interface ModelUsage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** What the server does with a call. */
export type ModelAnswer =
  | {
      readonly kind: 'answer';
      /** The text of the answer; null for none at all. */
      readonly content: string | null;
      readonly finishReason?: string;
      readonly refusal?: string;
      readonly usage?: ModelUsage;
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code?: string | null;
      readonly type?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Begins an answer and breaks the connection in its middle, with a RST or in good order, or says no more. */
  | { readonly kind: 'broken'; readonly how: 'reset' | 'close' | 'stall' }
  /** Takes the call and never answers. */
  | { readonly kind: 'hang' };

/** Says what becomes of each call. */
export type ModelScript = (call: ModelCall) => ModelAnswer | Promise<ModelAnswer>;
