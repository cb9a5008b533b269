import type { Json, JsonObject } from '@sluice/core';
import { decodeHTML } from 'entities';
import type { Span, StructuredItem } from './page-document.ts';
import { MAX_SCRIPT_LENGTH } from './page-limits.ts';
import { plainType } from './structured-type.ts';

/** Graphs within graphs and lists within lists deeper than this are left out. */
const MAX_GRAPH_DEPTH = 8;

const WRAPPER = /^(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/;
const WRAPPER_END = /(?:\/\/ ?)?(?:-->|\]\]>|\/\* ?\]\]> ?\*\/);?$/;

/**
 * A string, else a comma before a closing bracket, else a comment. What is never closed reaches to the
 * end, so that no later quotation mark is tried again.
 */
const STRING_OR_SLIP =
  /"(?:[^"\\]|\\[^])*(?:"|\\?(?![^]))|,(?=\s*[}\]])|\/\*[^]*?(?:\*\/|(?![^]))|^[^\S\n]*\/\/.*$/gm;
const CONTROL = /[\u0000-\u001f]/g;

/**
 * The nodes of one JSON-LD script, those of `@graph` and of lists each on their own; nested nodes stay
 * in their parent's data. What is commonly wrong is forgiven: comment and CDATA wrappers, commas before
 * closing brackets, comments, raw line breaks in strings, and quotes written as entities.
 *
 * @param span - of the script's content in `html`
 * @returns nothing where it cannot be read
 */
export function parseJsonLd(html: string, span: Span): StructuredItem[] {
  if (span.end - span.start > MAX_SCRIPT_LENGTH) return [];
  const root = parseForgivingly(html.slice(span.start, span.end));
  return nodesOf(root, MAX_GRAPH_DEPTH).map((data) => ({
    types: typesOf(data),
    data: data as { readonly [property: string]: Json },
    span,
    syntax: 'jsonld',
    values: [],
  }));
}

/** The types of a JSON-LD or microdata node, without their vocabulary's address. */
export function typesOf(node: JsonObject): string[] {
  const type = node['@type'];
  const types = Array.isArray(type) ? type : [type];
  return types.filter((name) => typeof name === 'string').map(plainType);
}

function parseForgivingly(raw: string): Json {
  const content = raw.trim().replace(WRAPPER, '').replace(WRAPPER_END, '');
  return (
    parsed(content) ??
    parsed(repaired(content)) ??
    (content.includes('&') ? (parsed(repaired(decodeHTML(content))) ?? null) : null)
  );
}

function parsed(content: string): Json | undefined {
  try {
    return JSON.parse(content) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function repaired(content: string): string {
  const withoutSlips = content.replace(STRING_OR_SLIP, (match) =>
    match.startsWith('"') ? match.replace(CONTROL, escapedControl) : '',
  );
  return withoutSlips.trimEnd().replace(/(?<!;);+$/, '');
}

function escapedControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function nodesOf(json: Json | undefined, depth: number): JsonObject[] {
  if (depth === 0 || json === null || typeof json !== 'object') return [];
  if (Array.isArray(json)) return json.flatMap((entry: Json) => nodesOf(entry, depth - 1));
  const node = json as JsonObject;
  const graph = nodesOf(node['@graph'], depth - 1);
  return node['@type'] === undefined && graph.length > 0 ? graph : [node, ...graph];
}
