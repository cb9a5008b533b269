import type { JsonObject } from '@sluice/core';
import { z } from 'zod';
import type { Question } from './question.ts';

/** Quotes that a derived value may name. */
const MAX_QUOTES = 4;

/** A value as a model gives it: with the words of the page that say it. */
export interface QuotedValue {
  readonly value: string | number;
  readonly quotes: readonly string[];
}

/** What a model answered to each question, by column; absent where it found nothing. */
export type FormAnswer = Readonly<Record<string, readonly QuotedValue[]>>;

/**
 * The form as a strict JSON schema: every column required, null where the text says nothing, and the
 * quote before the value, so that the model looks before it answers.
 */
export function formSchema(questions: readonly Question[]): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(formOf(questions), {
    override: ({ jsonSchema, path }) => tidy(jsonSchema, path.at(-1) === 'value'),
  });
  return schema as JsonObject;
}

/**
 * Reads an answer.
 *
 * @returns what was found, or in words for the model what does not fit
 */
export function parseAnswer(
  questions: readonly Question[],
  text: string,
): { readonly found: FormAnswer } | { readonly misfit: string } {
  const value = parseJson(text);
  if (value === undefined) return { misfit: 'the answer is not JSON' };
  const parsed = formOf(questions).safeParse(value);
  if (!parsed.success) return { misfit: z.prettifyError(parsed.error) };
  const entries = Object.entries(parsed.data).map(([column, answer]) => [
    column,
    quotedValues(answer),
  ]);
  return { found: Object.fromEntries(entries) };
}

function formOf(questions: readonly Question[]) {
  return z.object(
    Object.fromEntries(questions.map((question) => [question.column, fieldOf(question)])),
  );
}

function fieldOf({ kind, schema, maxItems, description }: Question): z.ZodType {
  const quotes =
    kind === 'derived'
      ? { quotes: z.array(z.string()).min(1).max(MAX_QUOTES) }
      : { quote: z.string() };
  const item = z.object({ ...quotes, value: schema });
  const field = maxItems === null ? item : z.array(item).max(maxItems);
  return field.nullable().meta({ description });
}

type FieldAnswer = { quote?: string; quotes?: string[]; value: unknown };

function quotedValues(answer: unknown): QuotedValue[] {
  const answers = [answer ?? []].flat() as FieldAnswer[];
  return answers.map(({ quote, quotes, value }) => ({
    value: value as string | number,
    quotes: quotes ?? [quote ?? ''],
  }));
}

/**
 * Reads an answer's JSON, which some models wrap in a code fence although they were given a schema.
 *
 * @returns undefined where it is none
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^```(?:json)?\s*|\s*```$/g, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Strict schemas allow few keywords, and the bounds of all whole numbers say nothing. */
function tidy(schema: Record<string, unknown>, isValue: boolean): void {
  for (const name of ['kind', 'cues']) delete schema[name];
  // It stands at the column already.
  if (isValue) delete schema['description'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
}
