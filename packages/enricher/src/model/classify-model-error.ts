import { StageError } from '@sluice/core';
import type { ModelReason } from './model-reasons.ts';

/** What is known of a call that failed. */
export interface CallFailure {
  /** Null where no answer came. */
  readonly status: number | null;
  /** As the server's error object says them. */
  readonly code: string | null;
  readonly type: string | null;
  /** The parameter that the server objects to. */
  readonly param: string | null;
  readonly message: string;
  /** From `retry-after-ms` or `retry-after`. */
  readonly retryAfterMs: number | null;
  /** How it failed where no answer came. */
  readonly kind: 'answered' | 'timeout' | 'connection' | 'unreadable';
  readonly cause?: unknown;
}

/** Waits when a server says 'later' and not when, in milliseconds. */
const DEFAULT_RETRY_AFTER_MS = 5_000;
/** Words of a server are quoted up to this many characters. */
const MAX_MESSAGE = 300;

const NO_CREDIT =
  /insufficient.?(quota|funds|balance|credit)|credit|billing|exceeded your current quota|payment/i;
const RATE_LIMIT =
  /(?<![/.\w-])rate.?limit|too many requests|resource.?exhausted|tokens per min|requests per min/i;
/** A plan without the model, as Gemini says it. */
const NO_QUOTA = /\blimit: 0\b/;

/**
 * Decides what a failed call means: a rate limit defers the record without costing an attempt; used-up
 * credit, a refused key or an unknown model stop the run; what may pass is tried again; what is wrong
 * with this one request gives the record up.
 */
export function classifyModelError(failure: CallFailure): StageError {
  const { status, message } = failure;
  switch (status) {
    case null:
      return withoutAnswer(failure);
    case 401:
    case 403:
      return stopRun(
        'model_not_allowed',
        failure,
        `the model's server does not accept the key (${status}): ${quoteServer(message)}; check it with \`pnpm enrich doctor\``,
      );
    case 402:
      return noCredit(failure);
    case 404:
      return stopRun(
        'model_not_found',
        failure,
        `the model's server knows no such model or address: ${quoteServer(message)}; check --model and --model-url`,
      );
    case 429:
      return tooMany(failure);
    default:
      return status === 408 || status >= 500 ? serverFailed(failure) : badRequest(failure);
  }
}

function withoutAnswer({ kind, message, cause }: CallFailure): StageError {
  const code = {
    timeout: 'model_timeout',
    connection: 'model_unreachable',
    unreadable: 'model_bad_answer',
    answered: 'model_bad_answer',
  } as const satisfies Record<CallFailure['kind'], ModelReason>;
  return modelError(code[kind], 'retry', quoteServer(message), { cause });
}

/** A quota that is used up for good says so by its name; one that comes back says when. */
function tooMany(failure: CallFailure): StageError {
  const { code, type, message, cause } = failure;
  const said = `${code} ${type} ${message}`;
  if (code === 'rate_limit_exceeded') return deferred(failure);
  if (/insufficient_quota/.test(said) || NO_QUOTA.test(message)) return noCredit(failure);
  const retryAfterMs = failure.retryAfterMs ?? retryAfterInWords(message);
  if (RATE_LIMIT.test(said) || (retryAfterMs !== null && NO_CREDIT.test(said))) {
    return deferred({ ...failure, retryAfterMs });
  }
  if (NO_CREDIT.test(said)) return noCredit(failure);
  return modelError('model_busy', 'retry', quoteServer(message), { retryAfterMs, cause });
}

/** `Please retry in 34.1s.` in place of a header, as Gemini's compatible endpoint has it. */
function retryAfterInWords(message: string): number | null {
  const [, amount, unit] =
    /\b(?:retry|try again) in (\d+(?:\.\d+)?)(ms|s|m)\b/i.exec(message) ?? [];
  if (amount === undefined) return null;
  return Math.ceil(Number(amount) * { ms: 1, s: 1_000, m: 60_000 }[unit as 'ms' | 's' | 'm']);
}

function deferred({ message, retryAfterMs, cause }: CallFailure): StageError {
  const waitMs = retryAfterMs ?? retryAfterInWords(message) ?? DEFAULT_RETRY_AFTER_MS;
  const options = { retryAfterMs: waitMs, cause };
  return modelError('model_rate_limited', 'defer', quoteServer(message), options);
}

function noCredit(failure: CallFailure): StageError {
  const message = `the credit of the model's account is used up: ${quoteServer(failure.message)}; add some, then go on`;
  return stopRun('model_no_credit', failure, message);
}

function serverFailed({ status, message, retryAfterMs, cause }: CallFailure): StageError {
  const code = status === 503 || status === 529 ? 'model_busy' : 'model_failed';
  return modelError(code, 'retry', `status ${status}: ${quoteServer(message)}`, {
    retryAfterMs,
    cause,
  });
}

/** Parameters that are the same in every call: one refusal speaks for all. */
const SHARED_PARAMETERS =
  /^(model|response_format|max_tokens|max_completion_tokens|temperature|reasoning_effort)/;

function badRequest(failure: CallFailure): StageError {
  const { status, param, message, cause } = failure;
  const said = `the model's server refused the request (${status}): ${quoteServer(message)}`;
  if (param !== null && SHARED_PARAMETERS.test(param)) {
    return stopRun(
      'model_bad_request',
      failure,
      `${said}; docs/models.md says what a server must support`,
    );
  }
  return modelError('model_bad_request', 'fail-record', said, { cause });
}

function stopRun(code: ModelReason, { cause }: CallFailure, message: string): StageError {
  return modelError(code, 'stop-run', message, { cause });
}

function modelError(
  code: ModelReason,
  disposition: StageError['disposition'],
  message: string,
  options: { readonly retryAfterMs?: number | null; readonly cause?: unknown },
): StageError {
  return new StageError(code, disposition, message, options);
}

/** What a server says, cut short. It may repeat the key it was given: nothing that looks like one is shown. */
export function quoteServer(message: string): string {
  const plain = message.replaceAll(/\b(?:sk|key|AIza)[-\w*]{6,}/g, '***');
  return plain.length > MAX_MESSAGE ? `${plain.slice(0, MAX_MESSAGE)}…` : plain;
}
