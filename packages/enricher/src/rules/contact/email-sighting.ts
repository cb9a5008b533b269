import type { Quote } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';

/** One place where a page gives an e-mail address. */
export interface EmailSighting {
  /** As written, typing errors and all. */
  readonly address: string;
  readonly method:
    | 'mailto_link'
    | 'jsonld'
    | 'microdata'
    | 'text_pattern'
    | 'obfuscated_text'
    | 'protected_email'
    | 'encoded_link';
  readonly quote: Quote;
  readonly document: PageDocument;
}
