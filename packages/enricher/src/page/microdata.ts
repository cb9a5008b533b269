import type { Json } from '@sluice/core';
import { folded, shortened, trimmedSpan } from './folded.ts';
import { type OpenElement, whenClosed } from './open-element.ts';
import type { Span, StructuredItem, StructuredValue } from './page-document.ts';
import { MAX_PARTS } from './page-limits.ts';
import type { UrlResolver } from './resolve-url.ts';
import { plainType } from './structured-type.ts';

/** Items within items deeper than this are left out. */
const MAX_ITEM_DEPTH = 16;
/** Of the names of one property, this many are read; with more, items within items grow without end. */
const MAX_NAMES = 8;
const MAX_ITEM_NAMES = 2;

const URL_ATTRIBUTES = new Map(
  Object.entries({
    a: 'href',
    area: 'href',
    link: 'href',
    img: 'src',
    audio: 'src',
    embed: 'src',
    iframe: 'src',
    source: 'src',
    track: 'src',
    video: 'src',
    object: 'data',
  }),
);

const VALUE_ATTRIBUTES = new Map(
  Object.entries({
    meta: 'content',
    data: 'value',
    meter: 'value',
    time: 'datetime',
  }),
);

export interface ItemDraft {
  readonly types: readonly string[];
  readonly depth: number;
  readonly start: number;
  end: number;
  readonly properties: { readonly names: readonly string[]; readonly value: ValueDraft }[];
}

type ValueDraft =
  | { readonly kind: 'item'; readonly item: ItemDraft }
  | {
      readonly kind: 'attribute';
      readonly text: string;
      readonly span: Span;
      readonly isUrl: boolean;
    }
  | { readonly kind: 'text'; readonly start: number; end: number };

/** Reads `itemscope` and `itemprop`; returns an item that stands on its own, else null. */
export function readMicrodata(element: OpenElement): ItemDraft | null {
  const holder = element.item;
  const written = (element.tag.value('itemprop') ?? '').split(/\s+/).filter(Boolean);
  const names = [...new Set(written)].slice(0, MAX_NAMES);
  const item = element.tag.has('itemscope') ? openItem(element, holder) : null;
  if (item !== null) element.item = item;
  if (names.length === 0 || holder === null) return item;
  if (holder.properties.length >= MAX_PARTS) return null;
  if (item === null) holder.properties.push({ names, value: openValue(element) });
  else if (item.depth <= MAX_ITEM_DEPTH) {
    holder.properties.push({
      names: names.slice(0, MAX_ITEM_NAMES),
      value: { kind: 'item', item },
    });
  }
  return null;
}

function openItem(element: OpenElement, holder: ItemDraft | null): ItemDraft {
  const types = (element.tag.value('itemtype') ?? '').split(/\s+/).filter(Boolean).map(plainType);
  const depth = (holder?.depth ?? 0) + 1;
  const item: ItemDraft = {
    types,
    depth,
    start: element.start,
    end: element.start,
    properties: [],
  };
  whenClosed(element, ({ end }) => (item.end = end));
  return item;
}

function openValue(element: OpenElement): ValueDraft {
  const urlAttribute = URL_ATTRIBUTES.get(element.name);
  const attribute = urlAttribute ?? VALUE_ATTRIBUTES.get(element.name) ?? 'content';
  const text = element.tag.value(attribute);
  if (text !== undefined) {
    const isUrl = urlAttribute !== undefined;
    return { kind: 'attribute', text, span: element.tag.span(attribute), isUrl };
  }
  const value: ValueDraft = { kind: 'text', start: element.textOffset, end: element.textOffset };
  whenClosed(element, ({ textOffset }) => (value.end = textOffset));
  return value;
}

/** Turns a finished draft into an item, nested items becoming nested data with `@type`. */
export function finishItem(draft: ItemDraft, text: string, urls: UrlResolver): StructuredItem {
  const values: StructuredValue[] = [];
  const data = itemData(draft, text, urls, values);
  const span = { start: draft.start, end: draft.end };
  return { types: draft.types, data, span, syntax: 'microdata', values };
}

function itemData(
  draft: ItemDraft,
  text: string,
  urls: UrlResolver,
  values: StructuredValue[],
): Record<string, Json> {
  const gathered = new Map<string, Json[]>();
  for (const { names, value } of draft.properties) {
    const json = valueJson(value, text, urls, values);
    for (const name of names) {
      const list = gathered.get(name);
      if (list === undefined) gathered.set(name, [json]);
      else list.push(json);
    }
  }
  const single = [...gathered].map(([name, list]) => [name, list.length === 1 ? list[0]! : list]);
  return Object.fromEntries(single) as Record<string, Json>;
}

function valueJson(
  value: ValueDraft,
  text: string,
  urls: UrlResolver,
  values: StructuredValue[],
): Json {
  if (value.kind === 'item') {
    const types = value.item.types;
    return { '@type': [...types], ...itemData(value.item, text, urls, values) };
  }
  const found = value.kind === 'text' ? textValue(value, text) : attributeValue(value, urls);
  values.push(found);
  return found.value;
}

function textValue(value: { start: number; end: number }, text: string): StructuredValue {
  const span = trimmedSpan(text, shortened(value));
  return { value: folded(text.slice(span.start, span.end)), span, in: 'text' };
}

function attributeValue(
  { text, span, isUrl }: { text: string; span: Span; isUrl: boolean },
  urls: UrlResolver,
): StructuredValue {
  const value = isUrl ? (urls.resolve(text) ?? text) : folded(text);
  return { value, span, in: 'html' };
}
