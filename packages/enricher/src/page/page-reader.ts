import { decodeHTMLAttribute } from 'entities';
import type { Parser } from 'htmlparser2';
import { CONTAINER, LANDMARK, NOTABLE, traitsOf, VOID } from './element-traits.ts';
import { PageHead } from './head-elements.ts';
import { type ImageDraft, readBackground, readImage } from './images.ts';
import { type LinkDraft, readLink } from './links.ts';
import { type ItemDraft, readMicrodata } from './microdata.ts';
import { type ElementEnd, type OpenElement, whenClosed } from './open-element.ts';
import type { ProtectedText, Region, Span } from './page-document.ts';
import { declaredRegion, markedRegion, regionWithin } from './region.ts';
import { ENCODED, MARKED, MICRODATA, PROTECTED, STYLED, TagAttributes } from './tag-attributes.ts';
import { type Attributes, isHiddenByMarkup, TextReader } from './text-reader.ts';

/** Attributes in which scripts keep texts that robots should not read. */
const PROTECTING_ATTRIBUTES = ['data-cfemail'];

/**
 * Takes the parser's events of one page and gathers the parts of its `PageDocument`. Addresses stay as
 * written and spans untrimmed, since `<base>` and the text are complete only at the end.
 */
export class PageReader {
  readonly text = new TextReader();
  readonly head = new PageHead();
  readonly links: LinkDraft[] = [];
  readonly images: ImageDraft[] = [];
  readonly items: ItemDraft[] = [];
  readonly jsonLd: Span[] = [];
  readonly headings: { readonly level: number; readonly start: number; readonly end: number }[] =
    [];
  readonly addresses: Span[] = [];
  readonly protectedTexts: ProtectedText[] = [];
  /** Offsets in the text where another region begins. */
  readonly regionStarts: { readonly region: Region; readonly start: number }[] = [];

  readonly #parser: () => Parser;
  readonly #tag = new TagAttributes();
  readonly #regionsByMark = new Map<string, Region | null>();
  #innermost: OpenElement | null = null;

  constructor(parser: () => Parser) {
    this.#parser = parser;
  }

  startTag(): void {
    this.#tag.clear();
  }

  addAttribute(name: string, raw: string, quote: string | null | undefined): void {
    this.#tag.add(name, raw, quote, this.#parser().endIndex);
  }

  open(name: string, attributes: Record<string, string>): void {
    const traits = traitsOf(name);
    const { kinds } = this.#tag;
    if (traits & VOID && !(traits & NOTABLE) && kinds === 0) return this.text.open(traits, false);
    if (kinds & ENCODED) decodeValues(attributes);
    const element = this.#describe(name, attributes, traits);
    this.text.open(traits, (kinds & STYLED) > 0 && isHiddenByMarkup(traits, attributes));
    if (traits & NOTABLE) this.#readElement(element);
    if (kinds & (MICRODATA | STYLED | PROTECTED)) this.#readAttributes(element);
    this.#enterRegion(element.region, element.parent);
    if (!(traits & VOID)) this.#innermost = element;
  }

  close(name: string): void {
    const traits = traitsOf(name);
    this.text.close(traits);
    const element = this.#innermost;
    if (element === null || traits & VOID) return;
    this.#innermost = element.parent;
    if (element.onClose !== null) this.#finish(element.onClose);
    this.#leaveRegion(element);
  }

  /** Ends the elements that are still open where the parser has given the page up. */
  closeAll(): void {
    while (this.#innermost !== null) this.close(this.#innermost.name);
  }

  #describe(name: string, attributes: Attributes, traits: number): OpenElement {
    const parent = this.#innermost;
    const parser = this.#parser();
    return {
      name,
      attributes,
      parent,
      region: this.#regionOf(name, attributes, traits),
      isInert: name === 'template' || (parent?.isInert ?? false),
      isUnread: this.text.isUnread,
      start: parser.startIndex,
      contentStart: parser.endIndex + 1,
      textOffset: this.text.offset,
      link: parent?.link ?? null,
      item: parent?.item ?? null,
      onClose: null,
      attributeSpan: this.#attributeSpan,
    };
  }

  #regionOf(name: string, attributes: Attributes, traits: number): Region {
    const parent = this.#innermost?.region ?? 'main';
    const isMarked = (this.#tag.kinds & MARKED) > 0;
    if (!isMarked && !(traits & LANDMARK)) return parent;
    const declared = declaredRegion(name, attributes);
    if (declared !== null || !(traits & CONTAINER)) return regionWithin(parent, declared);
    const { id, class: className } = attributes;
    const marked = (id && this.#markedRegion(id)) || (className && this.#markedRegion(className));
    return regionWithin(parent, marked || null);
  }

  readonly #attributeSpan = (name: string): Span => this.#tag.span(name);

  #markedRegion(marks: string): Region | null {
    let region = this.#regionsByMark.get(marks);
    if (region === undefined) this.#regionsByMark.set(marks, (region = markedRegion(marks)));
    return region;
  }

  #readElement(element: OpenElement): void {
    const { name } = element;
    const { head } = this;
    if (name === 'a' || name === 'area' || name === 'frame')
      this.#keep(this.links, readLink(element));
    else if (name === 'img' || name === 'input' || name === 'source') {
      this.#keep(this.images, readImage(element));
    } else if (name === 'meta') head.readMeta(element);
    else if (name === 'link') head.readRelation(element);
    else if (name === 'title') head.readTitle(element);
    else if (name === 'script') this.#readScript(element);
    else if (name === 'h1' || name === 'h2' || name === 'h3') this.#readHeading(element);
    else if (name === 'address') this.#readAddress(element);
    else if (name === 'html') head.readHtml(element);
    else if (name === 'base') head.readBase(element);
  }

  #readAttributes(element: OpenElement): void {
    const { attributes, textOffset, region } = element;
    if (attributes['itemprop'] !== undefined || attributes['itemscope'] !== undefined) {
      this.#keep(this.items, readMicrodata(element));
    }
    const style = attributes['style'];
    if (style?.includes('url(')) this.#keep(this.images, readBackground(element, style));
    for (const attribute of PROTECTING_ATTRIBUTES) {
      const value = attributes[attribute];
      if (value === undefined) continue;
      const span = element.attributeSpan(attribute);
      this.protectedTexts.push({ attribute, value, span, textOffset, region });
    }
  }

  #keep<T>(list: T[], entry: T | null): void {
    if (entry !== null) list.push(entry);
  }

  #readScript(element: OpenElement): void {
    if (!/^\s*application\/ld\+json/i.test(element.attributes['type'] ?? '')) return;
    const start = element.contentStart;
    whenClosed(element, ({ contentEnd }) => this.jsonLd.push({ start, end: contentEnd }));
  }

  #readHeading(element: OpenElement): void {
    const level = Number(element.name[1]);
    const start = element.textOffset;
    whenClosed(element, ({ textOffset: end }) => this.headings.push({ level, start, end }));
  }

  #readAddress(element: OpenElement): void {
    const start = element.textOffset;
    whenClosed(element, ({ textOffset: end }) => this.addresses.push({ start, end }));
  }

  #finish(onClose: NonNullable<OpenElement['onClose']>): void {
    const { startIndex, endIndex } = this.#parser();
    const end: ElementEnd = {
      textOffset: this.text.offset,
      contentEnd: startIndex,
      end: Math.max(startIndex, endIndex + 1),
    };
    for (const close of onClose) close(end);
  }

  #enterRegion(region: Region, parent: OpenElement | null): void {
    if (region === (parent?.region ?? 'main')) return;
    this.regionStarts.push({ region, start: this.text.offset });
  }

  #leaveRegion({ region, parent }: OpenElement): void {
    const outer = parent?.region ?? 'main';
    if (region !== outer) this.regionStarts.push({ region: outer, start: this.text.offset });
  }
}

function decodeValues(attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value.includes('&')) attributes[name] = decodeHTMLAttribute(value);
  }
}
