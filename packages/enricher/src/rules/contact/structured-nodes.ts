import type { Json, JsonObject } from '@sluice/core';
import { typesOf } from '../../page/json-ld.ts';
import type { PageDocument, StructuredItem } from '../../page/page-document.ts';

/** Nodes nested deeper are left out. */
const MAX_DEPTH = 8;

export interface StructuredNode {
  readonly item: StructuredItem;
  readonly types: readonly string[];
  readonly data: JsonObject;
}

/** Every structured node of a page, nested ones after the node that holds them. */
export function structuredNodes({ structured }: PageDocument): StructuredNode[] {
  return structured.flatMap((item) => {
    const root = { item, types: item.types, data: item.data };
    return [root, ...nestedNodes(item, item.data, MAX_DEPTH)];
  });
}

function nestedNodes(
  item: StructuredItem,
  json: Json | undefined,
  depth: number,
): StructuredNode[] {
  if (depth === 0 || json === null || typeof json !== 'object') return [];
  const children = Object.entries(json).flatMap(([key, child]) =>
    key === '@graph' ? [] : [child],
  );
  return children.flatMap((child) => {
    if (child === null || typeof child !== 'object') return [];
    const below = nestedNodes(item, child, depth - 1);
    if (isList(child)) return below;
    return [{ item, types: typesOf(child), data: child }, ...below];
  });
}

/** A property's texts and numbers, be it single or a list. */
export function propertyTexts(data: JsonObject, property: string): string[] {
  const value = data[property];
  const values = isList(value) ? value : [value];
  return values
    .filter((entry) => typeof entry === 'string' || typeof entry === 'number')
    .map(String);
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
