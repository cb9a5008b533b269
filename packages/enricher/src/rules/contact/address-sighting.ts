import type { Quote } from '../../evidence/quote.ts';
import type { PageDocument, Region } from '../../page/page-document.ts';

/** One place where a page gives a postal address. */
export interface AddressSighting {
  /** In one line, its parts with commas between. */
  readonly line: string;
  readonly quote: Quote;
  readonly method: 'jsonld' | 'microdata' | 'address_element' | 'text_pattern';
  readonly document: PageDocument;
  readonly region: Region;
}
