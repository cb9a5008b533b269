import type { Evidence } from '@sluice/core';
import { expect } from 'vitest';
import { verifyEvidence } from '../../../evidence/verify-evidence.ts';
import type { PageDocument } from '../../../page/page-document.ts';

/** Every row is proven by one of the pages, by a quote that a person can take in. */
export function expectEvidence(rows: readonly Evidence[], pages: readonly PageDocument[]): void {
  for (const row of rows) {
    const page = pages.find(({ source }) => source.sha256 === row.sha256 && source.url === row.url);
    const body = new TextEncoder().encode(page?.source.html);
    const verification = verifyEvidence(row, { body, charset: 'utf-8' });
    expect({ row, verification }).toEqual({ row, verification: { ok: true } });
    expect(row.quote.length).toBeLessThanOrEqual(1_000);
    expect(row.quote).not.toBe('');
  }
}
