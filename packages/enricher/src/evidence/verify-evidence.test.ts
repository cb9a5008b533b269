import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parsePage } from '../page/parse-page.ts';
import { evidenceFor, quoteHtml, quoteText } from './quote.ts';
import { verifyEvidence } from './verify-evidence.ts';

const charset = 'windows-1252';
const body = Buffer.from('<p title="caf\xe9">Caf\xe9 &amp; Bar</p>', 'latin1');
const html = new TextDecoder(charset).decode(body);
const sha256 = createHash('sha256').update(body).digest('hex');
const page = parsePage({ url: 'https://a.example/', html, sha256, charset, role: 'home' });

const fromText = row(quoteText(page, { start: 0, end: 10 }));
const fromHtml = row(quoteHtml(page, { start: 10, end: 14 }));

function row(quote: ReturnType<typeof quoteText>) {
  const finding = { value: quote.quote, quote, method: 'test', confidence: 1 };
  return evidenceFor('name', null, finding);
}

describe('verifyEvidence', () => {
  it('accepts quotes of text and of html', () => {
    expect(fromText).toMatchObject({ quote: 'Café & Bar', in: 'text' });
    expect(fromHtml).toMatchObject({ quote: 'café', in: 'html' });
    expect(verifyEvidence(fromText, { body, charset })).toEqual({ ok: true });
    expect(verifyEvidence(fromHtml, { body, charset })).toEqual({ ok: true });
  });

  it.each([
    ['another body', fromText, Buffer.from('x'), charset, 'sha256_differs'],
    ['another charset', fromText, body, 'utf-8', 'charset_differs'],
    ['an unknown charset', { ...fromText, charset: 'x-nil' }, body, 'x-nil', 'charset_unknown'],
    ['shifted offsets', { ...fromText, start: 1, end: 11 }, body, charset, 'quote_not_there'],
    ['another quote', { ...fromHtml, quote: 'cafe' }, body, charset, 'quote_not_there'],
    ['no quote at all', { ...fromText, quote: '', end: 0 }, body, charset, 'quote_empty'],
    ['text taken for html', { ...fromText, in: 'html' as const }, body, charset, 'quote_not_there'],
  ])('refuses %s', (_, evidence, bytes, label, reason) => {
    expect(verifyEvidence(evidence, { body: bytes, charset: label })).toEqual({
      ok: false,
      reason,
    });
  });
});
