import { Parser, type QuoteType } from 'htmlparser2';

/** Takes what stands in a page's HTML, in order. */
export interface HtmlReader {
  /** A tag begins; its attributes follow, then `open`. */
  startTag(): void;
  /** Spans of the name and of the value as written; without a value an empty one behind the name. */
  addAttribute(nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void;
  open(name: string, place: HtmlPlace): void;
  /** Void elements too, at once. */
  close(name: string, place: HtmlPlace): void;
  addText(start: number, end: number): void;
  /** Asked at each tag whether to leave the rest of the page unread. */
  readonly isDone: boolean;
}

/** Where in the HTML the tag that opens or closes an element stands; empty at ends that are implied. */
export interface HtmlPlace {
  readonly startIndex: number;
  /** Of its last character. */
  readonly endIndex: number;
}

/**
 * Has a page's HTML read, however broken.
 *
 * @returns where reading ended; elements may still be open if the reader was done before
 */
export function readHtml(html: string, reader: HtmlReader): HtmlPlace {
  const parser = new OffsetParser(reader);
  parser.end(html);
  return parser;
}

/**
 * Tells texts and attributes by their offsets, where its parent would copy every one out of the page. Most
 * are never looked at, and copying them takes as long as finding them.
 */
class OffsetParser extends Parser {
  readonly #reader: HtmlReader;
  #nameStart = 0;
  #nameEnd = 0;
  #valueStart = 0;
  #valueEnd = 0;
  #hasValue = false;

  constructor(reader: HtmlReader) {
    super(
      {
        onopentagname: () => reader.startTag(),
        onopentag: (name) => this.#open(name),
        onclosetag: (name) => reader.close(name, this),
      },
      { decodeEntities: false },
    );
    this.#reader = reader;
  }

  override ontext(start: number, end: number): void {
    this.endIndex = end - 1;
    this.#reader.addText(start, end);
    this.startIndex = end;
  }

  override oncdata(start: number, end: number, offset: number): void {
    if (this.isInForeignContext()) this.#reader.addText(start, end - offset);
    super.oncdata(start, end, offset);
  }

  override onattribname(start: number, end: number): void {
    this.startIndex = start;
    this.#nameStart = start;
    this.#nameEnd = end;
    this.#hasValue = false;
  }

  override onattribdata(start: number, end: number): void {
    this.#valueStart = start;
    this.#valueEnd = end;
    this.#hasValue = true;
  }

  override onattribend(_quote: QuoteType, end: number): void {
    this.endIndex = end;
    if (!this.#hasValue) this.#valueStart = this.#valueEnd = end;
    this.#reader.addAttribute(this.#nameStart, this.#nameEnd, this.#valueStart, this.#valueEnd);
  }

  #open(name: string): void {
    this.#reader.open(name, this);
    if (this.#reader.isDone) this.pause();
  }
}
