import type { Quote } from '../../evidence/quote.ts';
import type { PageDocument, Region } from '../../page/page-document.ts';
import type { ParsedPhone } from './parse-phone.ts';
import type { PhoneLabel } from './phone-labels.ts';

/** One place where a page gives a number. */
export interface PhoneSighting {
  readonly phone: ParsedPhone;
  readonly label: PhoneLabel | null;
  readonly method:
    | 'tel_link'
    | 'jsonld'
    | 'microdata'
    | 'text_pattern'
    | 'vanity'
    | 'messenger_link';
  readonly quote: Quote;
  readonly document: PageDocument;
  readonly region: Region;
}
