import type { ReasonCode } from '../reasons.ts';
import type { FetchOptions } from './page-fetcher.ts';

export type Accept = NonNullable<FetchOptions['accept']>;

const html = /^(text\/html|application\/xhtml\+xml)$/;
// Sitemaps come as XML, as plain text, and gzipped under any of the names for bytes.
const xml =
  /^((text|application)\/xml|application\/[\w.-]+\+xml|text\/plain|application\/(x-)?gzip|application\/octet-stream)$/;
const text =
  /^(text\/[\w.+-]+|application\/(json|xml|octet-stream)|application\/[\w.-]+\+(json|xml))$/;

// What a server calls an image is a guess from its name; the bytes decide. It knows its own pages, though.
const image = /^(?!text\/html$|application\/xhtml\+xml$|application\/json$|(audio|video)\/)/;

const accepted: Readonly<Record<Exclude<Accept, 'any'>, RegExp>> = { html, xml, text, image };

/** What is asked for, as an `Accept` header. */
export const acceptHeaders: Readonly<Record<Accept, string>> = {
  html: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
  xml: 'application/xml,text/xml,text/plain;q=0.8,*/*;q=0.1',
  text: 'text/plain,*/*;q=0.5',
  image: 'image/avif,image/webp,image/*,*/*;q=0.1',
  any: '*/*',
};

/**
 * Tells why an answer of this content type is not worth its body; null when it is. A server that states
 * no type, or no valid one, gets the benefit of the doubt.
 */
export function refuseMediaType(
  contentType: string | undefined,
  accept: Accept,
): Extract<ReasonCode, 'not_html' | 'wrong_type'> | null {
  const type = contentType?.split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? '';
  if (accept === 'any' || !type.includes('/') || accepted[accept].test(type)) return null;
  return accept === 'html' ? 'not_html' : 'wrong_type';
}
