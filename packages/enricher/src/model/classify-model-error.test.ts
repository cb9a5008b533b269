import { expect, test } from 'vitest';
import { classifyModelError, type CallFailure } from './classify-model-error.ts';

const answered: CallFailure = {
  kind: 'answered',
  status: 500,
  code: null,
  type: null,
  param: null,
  message: 'oops',
  retryAfterMs: null,
};

test.each<[string, Partial<CallFailure>, string, string]>([
  ['a rate limit', { status: 429, code: 'rate_limit_exceeded' }, 'model_rate_limited', 'defer'],
  [
    'a rate limit of another server, which only says so',
    { status: 429, message: 'RESOURCE_EXHAUSTED: try later' },
    'model_rate_limited',
    'defer',
  ],
  ['a used-up quota', { status: 429, code: 'insufficient_quota' }, 'model_no_credit', 'stop-run'],
  [
    'used-up credit in words',
    { status: 429, message: 'You exceeded your current quota, check your plan and billing' },
    'model_no_credit',
    'stop-run',
  ],
  [
    'a quota that comes back, in the same words',
    {
      status: 429,
      code: '429',
      message:
        'You exceeded your current quota, please check your plan and billing details. See https://ai.google.dev/gemini-api/docs/rate-limits. * Quota exceeded, limit: 10 Please retry in 34.07s.',
    },
    'model_rate_limited',
    'defer',
  ],
  [
    'a plan without the model',
    { status: 429, message: 'You exceeded your current quota. limit: 0 Please retry in 20s.' },
    'model_no_credit',
    'stop-run',
  ],
  ['a payment that is due', { status: 402 }, 'model_no_credit', 'stop-run'],
  ['an unknown 429', { status: 429, message: 'slow' }, 'model_busy', 'retry'],
  ['a wrong key', { status: 401 }, 'model_not_allowed', 'stop-run'],
  ['a forbidden model', { status: 403 }, 'model_not_allowed', 'stop-run'],
  ['an unknown model', { status: 404 }, 'model_not_found', 'stop-run'],
  ['a failing server', { status: 500 }, 'model_failed', 'retry'],
  ['a busy server', { status: 503 }, 'model_busy', 'retry'],
  ['a slow proxy', { status: 408 }, 'model_failed', 'retry'],
  ['a bad record', { status: 400 }, 'model_bad_request', 'fail-record'],
  [
    'what no record could do better',
    { status: 400, param: 'response_format' },
    'model_bad_request',
    'stop-run',
  ],
  ['a timeout', { status: null, kind: 'timeout' }, 'model_timeout', 'retry'],
  ['a reset', { status: null, kind: 'connection' }, 'model_unreachable', 'retry'],
  ['half a body', { status: null, kind: 'unreadable' }, 'model_bad_answer', 'retry'],
])('%s', (_, failure, code, disposition) => {
  expect(classifyModelError({ ...answered, ...failure })).toMatchObject({ code, disposition });
});

test('a rate limit without a time is waited out for a while, one with a time for that long', () => {
  const limited = { ...answered, status: 429, code: 'rate_limit_exceeded' };
  expect(classifyModelError(limited).retryAfterMs).toBeGreaterThanOrEqual(1_000);
  expect(classifyModelError({ ...limited, retryAfterMs: 70 }).retryAfterMs).toBe(70);
  const inWords = (message: string) => classifyModelError({ ...limited, message }).retryAfterMs;
  expect(inWords('Limit reached. Please try again in 1.2s. Visit us.')).toBe(1_200);
  expect(inWords('Please retry in 340ms.')).toBe(340);
});

test('a key that the server repeats goes no further', () => {
  const message = 'Incorrect API key provided: sk-proj-abcDEF123456. Or AIzaSyD-12345678.';
  const error = classifyModelError({ ...answered, status: 401, message });
  expect(error.message).toContain('Incorrect API key provided: ***');
  expect(error.message).not.toMatch(/abcDEF|SyD/);
});
