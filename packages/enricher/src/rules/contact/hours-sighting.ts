import type { Quote } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';

/** One place where a page gives opening hours. */
export interface HoursSighting {
  /** In one line, days parted by semicolons. */
  readonly hours: string;
  /** Number of statements, such as `Mo-Fr 9-17`. */
  readonly days: number;
  readonly quote: Quote;
  readonly method: 'jsonld' | 'microdata' | 'text_pattern';
  readonly confidence: number;
  readonly document: PageDocument;
}
