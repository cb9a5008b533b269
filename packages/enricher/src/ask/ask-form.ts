import { StageError, type JsonObject } from '@sluice/core';
import type { CountTokens } from '../model/count-tokens.ts';
import { readAnswerText, type AnswerText, type ModelAnswer } from '../model/model-answer.ts';
import type { ModelReason } from '../model/model-reasons.ts';
import type { ModelMessage, ModelRequest } from '../model/model-request.ts';
import type { PageDocument } from '../page/page-document.ts';
import { formSchema, parseAnswer, type FormAnswer } from './answer-form.ts';
import { correctionMessages, pagesMessage, systemMessage } from './build-prompt.ts';
import { chooseSegments } from './choose-segments.ts';
import { findInjections } from './find-injections.ts';
import { pageSegments, type PageSegment } from './page-segments.ts';
import type { Question } from './question.ts';

export interface FormOptions {
  readonly model: string;
  /** BCP 47. */
  readonly locale: string;
  /** Tokens of page text that a call may have. */
  readonly contextTokens: number;
  readonly countTokens: CountTokens;
}

/** What is asked about the pages of a record. */
export interface FormRequest {
  /** Ready to be made; null where the pages have too little text to ask about. */
  readonly request: ModelRequest | null;
  readonly segments: readonly PageSegment[];
  /** Segments that speak to a model rather than to a reader; they are left out. */
  readonly injections: readonly PageSegment[];
}

/** Tokens that an answer may have, in all and for each question. */
const BASE_OUTPUT_TOKENS = 800;
const OUTPUT_TOKENS_A_QUESTION = 200;
/** By how much the limit is raised for an answer that was cut off. */
const LARGER = 4;
/** Letters of page text below which there is nothing to ask about. */
const MIN_TEXT_LENGTH = 80;

/** Puts together what a model is asked about the pages of one record. */
export function buildFormRequest(
  documents: readonly PageDocument[],
  questions: readonly Question[],
  { model, locale, contextTokens, countTokens }: FormOptions,
): FormRequest {
  const all = pageSegments(documents);
  const injections = findInjections(all);
  // A set: a hostile page is made of as many such lines as it likes.
  const leftOut = new Set(injections);
  const material = all.filter((segment) => !leftOut.has(segment));
  const { segments } = chooseSegments(material, questions, contextTokens, countTokens);
  const length = segments.reduce((sum, { text }) => sum + text.length, 0);
  if (length < MIN_TEXT_LENGTH) return { request: null, segments, injections };
  const request = {
    model,
    messages: [systemMessage(locale), pagesMessage(segments)],
    schema: formSchema(questions),
    maxOutputTokens: BASE_OUTPUT_TOKENS + OUTPUT_TOKENS_A_QUESTION * questions.length,
  };
  return { request, segments, injections };
}

/** Makes one call, or takes it from the memo; its answer is durable when it comes. */
export type AskOnce = (request: ModelRequest) => Promise<ModelAnswer>;

export interface FilledForm {
  readonly answer: FormAnswer;
  /** Calls that it took, those from the memo included. */
  readonly turns: number;
}

/**
 * Asks until the answer fits the form: one larger limit after an answer that was cut off, one
 * correction after one that does not fit.
 *
 * @throws StageError `fail-record` with `model_refused`, `model_filtered`, `model_empty`,
 *   `model_cut_off`, `model_misfit` or `model_bad_answer`; whatever `ask` throws
 */
export async function askForm(
  first: ModelRequest,
  questions: readonly Question[],
  ask: AskOnce,
): Promise<FilledForm> {
  let request = first;
  let isLarger = false;
  let isCorrected = false;
  for (let turns = 1; ; turns += 1) {
    const { body } = await ask(request);
    const text = readAnswerText(body);
    if (text.kind === 'length' && !isLarger) {
      isLarger = true;
      request = { ...request, maxOutputTokens: request.maxOutputTokens * LARGER };
      continue;
    }
    if (text.kind !== 'text') throw noAnswer(text.kind, turns);
    const parsed = parseAnswer(questions, text.text);
    if ('found' in parsed) return { answer: parsed.found, turns };
    if (isCorrected) throw misfit(parsed.misfit, turns);
    isCorrected = true;
    request = withMessages(request, correctionMessages(text.text, parsed.misfit));
  }
}

function withMessages(request: ModelRequest, messages: readonly ModelMessage[]): ModelRequest {
  return { ...request, messages: [...request.messages, ...messages] };
}

function noAnswer(kind: Exclude<AnswerText['kind'], 'text'>, turns: number): StageError {
  const codes = {
    length: 'model_cut_off',
    refusal: 'model_refused',
    filtered: 'model_filtered',
    empty: 'model_empty',
    unreadable: 'model_bad_answer',
  } as const satisfies Record<typeof kind, ModelReason>;
  return formError(codes[kind], `the model gave no answer (${kind})`, { turns });
}

/** What did not fit may quote the answer, and with it the page. */
const MAX_MISFIT = 300;

function misfit(words: string, turns: number): StageError {
  return formError('model_misfit', words.slice(0, MAX_MISFIT), { turns });
}

function formError(code: ModelReason, message: string, meta: JsonObject): StageError {
  return new StageError(code, 'fail-record', message, { meta });
}
