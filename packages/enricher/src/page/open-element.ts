import type { LinkDraft } from './links.ts';
import type { ItemDraft } from './microdata.ts';
import type { Region } from './page-document.ts';
import type { TagAttributes } from './tag-attributes.ts';

/** An element whose tag has just been read, and what it has from those around it. */
export interface OpenElement {
  readonly name: string;
  /** Bits of `element-traits.ts`. */
  readonly traits: number;
  /** Its attributes; only while its tag is being read. */
  readonly tag: TagAttributes;
  /** Empty where it has none. */
  readonly id: string;
  /** As written, several of them; empty where it has none. */
  readonly className: string;
  readonly parent: OpenElement | null;
  readonly region: Region;
  /** Within a `<template>`, whose links and images are no part of the page. */
  readonly isInert: boolean;
  /** Within something whose text is left out of `text`. */
  readonly isUnread: boolean;
  /** In `html`, where its opening tag starts. */
  readonly start: number;
  /** In `html`, where its content starts. */
  readonly contentStart: number;
  /** Length of the text before it. */
  readonly textOffset: number;
  /** The link it stands in, itself included. */
  link: LinkDraft | null;
  /** The microdata item whose properties it may hold, itself not included. */
  item: ItemDraft | null;
  /** Filled by `whenClosed`. */
  onClose: OnClose[] | null;
}

export type OnClose = (end: ElementEnd) => void;

export interface ElementEnd {
  /** Length of the text at the end. */
  readonly textOffset: number;
  /** In `html`: where the content ends. */
  readonly contentEnd: number;
  /** In `html`: where the closing tag ends. */
  readonly end: number;
}

/** Has `close` called when the element ends, implied ends and the end of the page included. */
export function whenClosed(element: OpenElement, close: OnClose): void {
  (element.onClose ??= []).push(close);
}
