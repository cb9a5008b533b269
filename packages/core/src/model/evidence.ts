import { z } from 'zod';

/**
 * Where a value comes from. `start` and `end` are UTF-16 offsets, end exclusive, into what `in` names:
 * `html` is the decoded body, `text` is `pageText(html)`. The SHA-256 is over the body bytes after
 * content decoding. `slice(start, end) === quote` always holds.
 */
export const evidenceSchema = z.object({
  column: z.string(),
  /** Position in a list column, from 0; null for a single value. */
  index: z.number().int().nonnegative().nullable(),
  /** The value as it stands in the column (JSON text where it is not a string). */
  value: z.string(),
  url: z.string(),
  sha256: z.string().length(64),
  charset: z.string(),
  quote: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  in: z.enum(['text', 'html']),
  /** How the value was read, such as `tel_link`, `jsonld`, `text_pattern`. */
  method: z.string(),
  /** 0 to 1, from checks rather than from a model's own claim. */
  confidence: z.number().min(0).max(1),
  /** What was found out about the value beside the page, such as an image's type, dimensions and bytes. */
  detail: z.string().nullish(),
});

export type Evidence = z.infer<typeof evidenceSchema>;
