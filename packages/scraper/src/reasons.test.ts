import { describe, expect, it } from 'vitest';
import { fetchError } from './fetch/fetch-error.ts';
import { findReason, reasons, type ReasonCode } from './reasons.ts';

describe('reasons', () => {
  it.each(Object.entries(reasons))('%s says what it is in one line', (code, { explanation }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
    expect(explanation).toMatch(/^[A-Zr].{10,100}[^.]$/);
  });

  it.each([
    [404, 'fail-record'],
    [401, 'fail-record'],
    [408, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [599, 'retry'],
    [999, 'fail-record'],
  ])('knows every status, such as %i', (status, disposition) => {
    expect(findReason(`http_${status}`)).toEqual({
      disposition,
      explanation: expect.stringContaining(String(status)),
    });
  });

  it.each(['', 'http_', 'http_4040', 'HTTP_404', 'toString', '__proto__', 'no_model'])(
    'knows nothing of `%s`',
    (code) => {
      expect(findReason(code)).toBeUndefined();
    },
  );
});

describe('fetchError', () => {
  it('takes explanation and disposition from the table, and names the address', () => {
    for (const [code, reason] of Object.entries(reasons)) {
      if (reason.disposition === 'skip') continue;
      const error = fetchError(code as ReasonCode, 'https://example.com/', { detail: 'so' });
      expect(error).toMatchObject({ code, disposition: reason.disposition, retryAfterMs: null });
      expect(error.message).toBe(`${reason.explanation}: \`https://example.com/\` (so)`);
    }
  });
});
