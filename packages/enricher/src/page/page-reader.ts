import { CONTAINER, LANDMARK, NOTABLE, traitsOf, VOID } from './element-traits.ts';
import { readDrawing } from './drawings.ts';
import { PageHead } from './head-elements.ts';
import { type ImageDraft, readBackground, readImage } from './images.ts';
import { type LinkDraft, readLink } from './links.ts';
import { type ItemDraft, readMicrodata } from './microdata.ts';
import { type ElementEnd, type OpenElement, whenClosed } from './open-element.ts';
import type { ProtectedText, Region, Span } from './page-document.ts';
import { MAX_PARTS } from './page-limits.ts';
import type { HtmlPlace, HtmlReader } from './read-html.ts';
import { declaredRegion, markedRegion, regionWithin } from './region.ts';
import { MARKED, MICRODATA, PROTECTED, ROLED, STYLED, TagAttributes } from './tag-attributes.ts';
import { readStyleBackgrounds } from './style-backgrounds.ts';
import { isHiddenByMarkup, TextReader } from './text-reader.ts';

/** Attributes in which scripts keep texts that robots should not read. */
const PROTECTING_ATTRIBUTES = ['data-cfemail'];

/**
 * Takes the parser's events of one page and gathers the parts of its `PageDocument`. Addresses stay as
 * written and spans untrimmed, since `<base>` and the text are complete only at the end.
 */
export class PageReader implements HtmlReader {
  readonly text: TextReader;
  readonly head = new PageHead();
  readonly links: LinkDraft[] = [];
  readonly images: ImageDraft[] = [];
  /** Backgrounds that style sheets name; they stand nowhere on the page. */
  readonly styleImages: ImageDraft[] = [];
  readonly items: ItemDraft[] = [];
  readonly jsonLd: Span[] = [];
  readonly headings: { readonly level: number; readonly start: number; readonly end: number }[] =
    [];
  readonly addresses: Span[] = [];
  readonly protectedTexts: ProtectedText[] = [];
  /** Offsets in the text where another region begins. */
  readonly regionStarts: { readonly region: Region; readonly start: number }[] = [];

  readonly #html: string;
  readonly #tag: TagAttributes;
  readonly #regionsByMark = new Map<string, Region | null>();
  #innermost: OpenElement | null = null;

  constructor(html: string) {
    this.#html = html;
    this.text = new TextReader(html);
    this.#tag = new TagAttributes(html);
  }

  get isDone(): boolean {
    return this.text.isTooDeep;
  }

  startTag(): void {
    this.#tag.clear();
  }

  addAttribute(nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    this.#tag.add(nameStart, nameEnd, valueStart, valueEnd);
  }

  addText(start: number, end: number): void {
    this.text.append(start, end);
  }

  open(name: string, place: HtmlPlace): void {
    const traits = traitsOf(name);
    const { kinds } = this.#tag;
    if (traits & VOID && !(traits & NOTABLE) && kinds === 0) return this.text.open(traits, false);
    const element = this.#describe(name, traits, place);
    this.text.open(traits, isHiddenByMarkup(traits, this.#tag));
    if (traits & NOTABLE) this.#readElement(element);
    if (kinds & (MICRODATA | STYLED | PROTECTED)) this.#readAttributes(element);
    this.#enterRegion(element.region, element.parent);
    if (!(traits & VOID)) this.#innermost = element;
  }

  close(name: string, place: HtmlPlace): void {
    const element = this.#innermost;
    // Void elements are closed too, and never were the innermost.
    if (element === null || element.name !== name) return;
    this.text.close(element.traits);
    this.#innermost = element.parent;
    if (element.onClose !== null) this.#finish(element.onClose, place);
    this.#leaveRegion(element);
  }

  /** Ends the elements that are still open where reading ended. */
  closeAll(place: HtmlPlace): void {
    while (this.#innermost !== null) this.close(this.#innermost.name, place);
  }

  #describe(name: string, traits: number, { startIndex, endIndex }: HtmlPlace): OpenElement {
    const parent = this.#innermost;
    const tag = this.#tag;
    const isMarked = (tag.kinds & MARKED) > 0;
    const id = isMarked ? (tag.value('id') ?? '') : '';
    const className = isMarked ? (tag.value('class') ?? '') : '';
    return {
      name,
      traits,
      tag,
      id,
      className,
      parent,
      region: this.#regionOf(name, traits, id, className),
      isInert: name === 'template' || (parent?.isInert ?? false),
      isUnread: this.text.isUnread,
      start: startIndex,
      contentStart: endIndex + 1,
      textOffset: this.text.offset,
      link: parent?.link ?? null,
      item: parent?.item ?? null,
      onClose: null,
    };
  }

  #regionOf(name: string, traits: number, id: string, className: string): Region {
    const parent = this.#innermost?.region ?? 'main';
    if (traits & LANDMARK) return regionWithin(parent, name as Region);
    const role = this.#tag.kinds & ROLED ? this.#tag.value('role') : undefined;
    const declared = role === undefined ? null : declaredRegion(role);
    if (declared !== null || !(traits & CONTAINER)) return regionWithin(parent, declared);
    return regionWithin(parent, this.#markedRegion(id) ?? this.#markedRegion(className));
  }

  #markedRegion(marks: string): Region | null {
    if (marks === '') return null;
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
    else if (name === 'svg') this.#readDrawing(element);
    else if (name === 'style') this.#readStyle(element);
    else if (name === 'html') head.readHtml(element);
    else if (name === 'base') head.readBase(element);
  }

  #readAttributes(element: OpenElement): void {
    const { tag, textOffset, region } = element;
    if (tag.kinds & MICRODATA) this.#keep(this.items, readMicrodata(element));
    const style = tag.kinds & STYLED ? tag.value('style') : undefined;
    if (style?.includes('url(')) this.#keep(this.images, readBackground(element, style));
    for (const attribute of PROTECTING_ATTRIBUTES) {
      const value = tag.value(attribute);
      if (value === undefined) continue;
      const span = tag.span(attribute);
      this.#keep(this.protectedTexts, { attribute, value, span, textOffset, region });
    }
  }

  #keep<T>(list: T[], entry: T | null): void {
    if (entry !== null && list.length < MAX_PARTS) list.push(entry);
  }

  #readScript(element: OpenElement): void {
    if (!/^\s*application\/ld\+json/i.test(element.tag.value('type') ?? '')) return;
    const start = element.contentStart;
    whenClosed(element, ({ contentEnd }) => this.#keep(this.jsonLd, { start, end: contentEnd }));
  }

  #readDrawing(element: OpenElement): void {
    const draw = readDrawing(element, this.#html);
    if (draw === null) return;
    const { start } = element;
    whenClosed(element, ({ end }) => this.#keep(this.images, draw({ start, end })));
  }

  #readStyle(element: OpenElement): void {
    if (element.isInert) return;
    const { contentStart: start } = element;
    whenClosed(element, ({ contentEnd: end }) => {
      const drafts = readStyleBackgrounds(element, this.#html, { start, end });
      for (const draft of drafts) this.#keep(this.styleImages, draft);
    });
  }

  #readHeading(element: OpenElement): void {
    const level = Number(element.name[1]);
    const start = element.textOffset;
    whenClosed(element, ({ textOffset: end }) => this.#keep(this.headings, { level, start, end }));
  }

  #readAddress(element: OpenElement): void {
    const start = element.textOffset;
    whenClosed(element, ({ textOffset: end }) => this.#keep(this.addresses, { start, end }));
  }

  #finish(onClose: NonNullable<OpenElement['onClose']>, { startIndex, endIndex }: HtmlPlace): void {
    const end: ElementEnd = {
      textOffset: this.text.offset,
      contentEnd: startIndex,
      end: Math.max(startIndex, endIndex + 1),
    };
    for (const close of onClose) close(end);
  }

  #enterRegion(region: Region, parent: OpenElement | null): void {
    if (region === (parent?.region ?? 'main')) return;
    this.#keep(this.regionStarts, { region, start: this.text.offset });
  }

  #leaveRegion({ region, parent }: OpenElement): void {
    const outer = parent?.region ?? 'main';
    if (region !== outer) this.#keep(this.regionStarts, { region: outer, start: this.text.offset });
  }
}
