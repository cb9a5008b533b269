import type { FilledColumns, Json } from '@sluice/core';
import { quoteProperty } from '../../evidence/quote-property.ts';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import { evidenceFor, type Quote } from '../../evidence/quote.ts';
import type { PageDocument, StructuredItem } from '../../page/page-document.ts';
import { organisations } from '../identity/organisations.ts';

/** What a site declares in structured data is what its owner wants to be known. */
const CONFIDENCE = 0.9;

/** A year, alone or at the beginning of a date. */
const YEAR = /^(1\d{3}|20\d{2})(?:-\d{2}){0,2}$/;
const COUNT = /^[1-9]\d{0,6}$/;

interface Declared {
  readonly value: number;
  readonly quote: Quote;
}

/**
 * Fills `founded_year` and `employees` from a site's structured data, home page first. Columns without a
 * value are null.
 */
export function extractFirm(documents: readonly PageDocument[]): FilledColumns {
  const found = {
    founded_year: firstDeclared(documents, foundedYear),
    employees: firstDeclared(documents, employees),
  };
  const entries = Object.entries(found);
  return {
    columns: Object.fromEntries(
      entries.map(([column, declared]) => [column, declared?.value ?? null]),
    ),
    evidence: entries.flatMap(([column, declared]) => {
      if (declared === null) return [];
      const { value, quote } = declared;
      const finding = { value: String(value), quote, method: 'jsonld', confidence: CONFIDENCE };
      return [evidenceFor(column, null, finding)];
    }),
  };
}

type Read = (page: PageDocument, item: StructuredItem) => Declared | null;

function firstDeclared(documents: readonly PageDocument[], read: Read): Declared | null {
  for (const page of documents) {
    for (const item of organisations(page)) {
      const declared = read(page, item);
      if (declared !== null) return declared;
    }
  }
  return null;
}

function foundedYear(page: PageDocument, item: StructuredItem): Declared | null {
  const raw = item.data['foundingDate'];
  if (typeof raw !== 'string' && typeof raw !== 'number') return null;
  const year = YEAR.exec(String(raw).trim())?.[1];
  const quote = year === undefined ? null : quoteStructured(page, item, raw);
  return quote === null ? null : { value: Number(year), quote };
}

/** A number, or an object that holds one; a range of numbers is no number. */
function employees(page: PageDocument, item: StructuredItem): Declared | null {
  const raw = item.data['numberOfEmployees'];
  const plain = plainText(raw);
  const text = plain ?? plainText(valueOf(raw)) ?? '';
  if (!COUNT.test(text)) return null;
  const quote =
    plain === null
      ? quoteProperty(page, item, 'numberOfEmployees', [text])
      : quoteStructured(page, item, plain);
  return quote === null ? null : { value: Number(text), quote };
}

function plainText(raw: Json | undefined): string | null {
  return typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : null;
}

function valueOf(raw: Json | undefined): Json | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  return (raw as { readonly value?: Json }).value;
}
