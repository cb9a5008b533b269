import type { Json } from '@sluice/core';

/** A half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A page to read: its decoded body and where it came from. */
export interface PageSource {
  /** After redirects. */
  readonly url: string;
  readonly html: string;
  /** Over the body bytes after content decoding. */
  readonly sha256: string;
  readonly charset: string;
  /** Why the crawl chose it: `home`, `contact`, `about`, … */
  readonly role: string;
}

export interface DocumentLink {
  /** Absolute, resolved against `<base>`; `mailto:` and `tel:` as they are. */
  readonly url: string;
  /** The attribute as written. */
  readonly href: string;
  readonly text: string;
  readonly isNofollow: boolean;
  /** Where the anchor's text stands in `text`. */
  readonly textSpan: Span;
  /** Where the attribute's value stands in `html`, entities and all. */
  readonly hrefSpan: Span;
  readonly rel: string;
  readonly region: Region;
}

/** The landmark an element stands in, by tag, role, or an ancestor's id or class. */
export type Region = 'header' | 'nav' | 'main' | 'footer' | 'aside';

export interface DocumentImage {
  /** Absolute, resolved against `<base>`; a `data:` address where the image is within the page. */
  readonly url: string;
  /** Where the address as written stands in `html`. */
  readonly srcSpan: Span;
  readonly src: string;
  readonly alt: string;
  readonly title: string;
  readonly id: string;
  readonly className: string;
  /** From the attributes, in CSS pixels; null where absent. */
  readonly width: number | null;
  readonly height: number | null;
  /** Ids and classes of the ancestors, nearest first, joined with spaces. */
  readonly ancestors: string;
  /** Target of the link around it, absolute; null outside a link. */
  readonly linkUrl: string | null;
  readonly region: Region;
  /** Number of images before it on the page. */
  readonly index: number;
  /** Offset in `text` where it stands, for its position on the page. */
  readonly textOffset: number;
  /**
   * The attribute `src` was read from: `src`, `data-src`, `srcset`, …, or `style` for a background; `svg`
   * for a drawing, whose span is that of the element.
   */
  readonly attribute: string;
  /**
   * The name of the element: `img`, `input`, `source`, `svg`, or whatever has a background; `style` for one
   * that a style sheet within the page names, with the words of the selector as its class. These come last.
   */
  readonly element: string;
}

/** A `<link>` of the head, such as `icon`, `image_src` or `alternate`. */
export interface DocumentRelation {
  /** Lower case, as many words as written. */
  readonly rel: string;
  /** Absolute, resolved against `<base>`. */
  readonly url: string;
  readonly href: string;
  readonly hrefSpan: Span;
}

/** A text that the page keeps encoded in an attribute until a script decodes it. */
export interface ProtectedText {
  readonly attribute: string;
  readonly value: string;
  /** Of the value, in `html`. */
  readonly span: Span;
  /** Offset in `text` where the element stands. */
  readonly textOffset: number;
  readonly region: Region;
}

/** `<meta>` by lower-case name, property or http-equiv, with the span of the content attribute in `html`. */
export interface DocumentMeta {
  readonly name: string;
  readonly content: string;
  readonly span: Span;
}

/** One JSON-LD or microdata node, types without their vocabulary's address. */
export interface StructuredItem {
  readonly types: readonly string[];
  readonly data: { readonly [property: string]: Json };
  /** The script element's content, or the item's element, in `html`. */
  readonly span: Span;
  readonly syntax: 'jsonld' | 'microdata';
  /** Microdata: where each value stands; JSON-LD values are found by `quoteStructured`. */
  readonly values: readonly StructuredValue[];
}

/** A property's value as the page has it. */
export interface StructuredValue {
  readonly value: string;
  readonly span: Span;
  readonly in: 'text' | 'html';
}

/** Everything rules read off one page, from a single pass over its HTML. */
export interface PageDocument {
  readonly source: PageSource;
  /** `pageText(html)`: visible text, with line breaks at blocks; see `page-text.ts`. */
  readonly text: string;
  /** The `lang` attribute of `<html>`, or null. */
  readonly language: string | null;
  readonly title: { readonly text: string; readonly span: Span } | null;
  readonly canonicalUrl: string | null;
  readonly refreshUrl: string | null;
  readonly links: readonly DocumentLink[];
  readonly images: readonly DocumentImage[];
  readonly metas: readonly DocumentMeta[];
  readonly structured: readonly StructuredItem[];
  /** `h1` to `h3` in order, with spans in `text`. */
  readonly headings: readonly {
    readonly level: number;
    readonly text: string;
    readonly span: Span;
  }[];
  readonly relations: readonly DocumentRelation[];
  readonly protectedTexts: readonly ProtectedText[];
  /** What `<address>` elements hold, as spans in `text`. */
  readonly addresses: readonly Span[];
  /** Stretches of `text` outside the main region, in order and not overlapping. */
  readonly regions: readonly { readonly region: Region; readonly span: Span }[];
}
