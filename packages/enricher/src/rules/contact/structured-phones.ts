import { quoteStructured } from '../../evidence/quote-structured.ts';
import type { PageDocument } from '../../page/page-document.ts';
import type { ParsedPhone, PhoneParser } from './parse-phone.ts';
import type { PhoneLabel } from './phone-labels.ts';
import type { PhoneSighting } from './phone-sighting.ts';
import { regionAt } from './region-at.ts';
import { propertyTexts, structuredNodes, type StructuredNode } from './structured-nodes.ts';

const PROPERTIES: readonly (readonly [property: string, label: PhoneLabel])[] = [
  ['telephone', 'phone'],
  ['phone', 'phone'],
  ['faxNumber', 'fax'],
];

/** What others say or work as is not the company's own number. */
const FOREIGN_TYPES = new Set(['Review', 'Comment', 'JobPosting', 'Event']);

/** Numbers in JSON-LD and microdata. */
export function structuredPhones(document: PageDocument, parser: PhoneParser): PhoneSighting[] {
  return structuredNodes(document).flatMap((node) => {
    if (node.types.some((type) => FOREIGN_TYPES.has(type))) return [];
    return PROPERTIES.flatMap(([property, label]) =>
      propertyTexts(node.data, property).flatMap((written) => {
        const phone = readWritten(written, parser);
        return (phone && sighting(document, node, written, phone, label)) ?? [];
      }),
    );
  });
}

function readWritten(written: string, parser: PhoneParser): ParsedPhone | null {
  const number = written.replace(/^[^\d+(]+/, '').split(/\s*(?:ext|x|;)\.?\s*\d/i, 1)[0] ?? '';
  return parser.parse(number) ?? parser.parse(number.replaceAll('+', ''));
}

function sighting(
  document: PageDocument,
  { item }: StructuredNode,
  written: string,
  phone: ParsedPhone,
  label: PhoneLabel,
): PhoneSighting | null {
  const quote = quoteStructured(document, item, written);
  if (quote === null) return null;
  const region = quote.in === 'text' ? regionAt(document, quote.start) : 'main';
  return { phone, label, method: item.syntax, quote, document, region };
}
