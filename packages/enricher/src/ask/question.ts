import type { ColumnType } from '@sluice/core';
import { z } from 'zod';

/**
 * What a value is checked for against its quote. `text`, `number`, `year`, `phone`, `url` and `email`
 * stand in the quote; a `derived` one (a category, a summary) rests on several quotes.
 */
export type ValueKind = 'text' | 'number' | 'year' | 'phone' | 'url' | 'email' | 'derived';

/** What a column asks for, given with Zod's `.meta()`. */
export interface QuestionMeta {
  /** What the model is told. */
  readonly description: string;
  readonly kind: ValueKind;
  /** Words, in any language, near which the answer stands; they choose what the model gets to read. */
  readonly cues: readonly string[];
}

/** The columns that a recipe wants: a Zod object whose members have a `QuestionMeta`. */
export type QuestionForm = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** A column to ask for. */
export interface Question extends QuestionMeta {
  readonly column: string;
  /** Of the value; for a list, of each of its items. */
  readonly schema: z.ZodType;
  /** Most items of a list; null for a single value. */
  readonly maxItems: number | null;
}

const metaSchema = z.object({
  description: z.string(),
  kind: z.enum(['text', 'number', 'year', 'phone', 'url', 'email', 'derived']),
  cues: z.array(z.string()).default([]),
});

/** Items of a list whose schema has no maximum. */
const DEFAULT_MAX_ITEMS = 20;

/**
 * Reads the questions off a form, in its order.
 *
 * @throws Error when a column lacks its meta, which is a mistake in the recipe
 */
export function questionsOf(form: QuestionForm): Question[] {
  return Object.entries(form.shape).map(([column, schema]) => {
    const meta = metaSchema.safeParse(schema.meta());
    if (!meta.success) throw new Error(`column \`${column}\`: ${z.prettifyError(meta.error)}`);
    const isList = schema instanceof z.ZodArray;
    return {
      column,
      ...meta.data,
      schema: isList ? (schema.element as z.ZodType) : schema,
      maxItems: isList ? (maxItemsOf(schema) ?? DEFAULT_MAX_ITEMS) : null,
    };
  });
}

function maxItemsOf(schema: z.ZodArray): number | undefined {
  return z.toJSONSchema(schema).maxItems;
}

/** The output column that a question fills. */
export function outputColumnOf({ column, description, kind, maxItems }: Question): {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
} {
  const single = kind === 'number' || kind === 'year' ? 'number' : 'text';
  return { name: column, type: maxItems === null ? single : 'list', description };
}
