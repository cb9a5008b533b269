import type { Json, JsonObject } from '@sluice/core';
import { quoteProperty } from '../../evidence/quote-property.ts';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { plainType } from '../../page/structured-type.ts';
import type { HoursSighting } from './hours-sighting.ts';
import { propertyTexts, structuredNodes, type StructuredNode } from './structured-nodes.ts';

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const CONFIDENCE = 0.95;

/** Opening hours in JSON-LD and microdata: `openingHours` as written, specifications day by day. */
export function structuredHours(document: PageDocument): HoursSighting[] {
  return structuredNodes(document).flatMap((node) => [
    ...plainHours(document, node),
    ...specifiedHours(document, node),
  ]);
}

function plainHours(document: PageDocument, { item, data }: StructuredNode): HoursSighting[] {
  const texts = propertyTexts(data, 'openingHours').filter((text) => /\d/.test(text));
  const [first] = texts;
  if (first === undefined) return [];
  const quote =
    texts.length === 1
      ? quoteStructured(document, item, first)
      : quoteProperty(document, item, 'openingHours', texts);
  return quote ? [sighting(document, item.syntax, texts, quote)] : [];
}

function specifiedHours(document: PageDocument, { item, data }: StructuredNode): HoursSighting[] {
  const specifications = listOf(data['openingHoursSpecification']);
  const lines = linesOf(specifications);
  if (lines.length === 0) return [];
  const texts = specifications.flatMap((specification) => [
    ...propertyTexts(specification, 'opens'),
    ...propertyTexts(specification, 'closes'),
  ]);
  const quote = quoteProperty(document, item, 'openingHoursSpecification', texts);
  return quote ? [sighting(document, item.syntax, lines, quote)] : [];
}

function sighting(
  document: PageDocument,
  method: HoursSighting['method'],
  lines: readonly string[],
  quote: HoursSighting['quote'],
): HoursSighting {
  const days = lines.length;
  return { hours: lines.join('; '), days, quote, method, confidence: CONFIDENCE, document };
}

function listOf(value: Json | undefined): JsonObject[] {
  const list: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((entry): entry is JsonObject => entry !== null && typeof entry === 'object');
}

/** `Mo-Fr 09:00-17:00`, consecutive days with the same times in one. */
function linesOf(specifications: readonly JsonObject[]): string[] {
  const timesByDay = WEEK.map((day) =>
    specifications
      .filter((entry) => daysOf(entry).includes(day))
      .flatMap(timesOf)
      .join(', '),
  );
  const lines: string[] = [];
  for (let first = 0; first < WEEK.length; first++) {
    const times = timesByDay[first];
    if (!times) continue;
    let last = first;
    while (timesByDay[last + 1] === times) last++;
    lines.push(`${dayRange(first, last)} ${times}`);
    first = last;
  }
  return lines;
}

function daysOf(specification: JsonObject): string[] {
  return propertyTexts(specification, 'dayOfWeek').map((day) => {
    const short = plainType(day).slice(0, 2).toLowerCase();
    return WEEK.find((name) => name.toLowerCase().startsWith(short)) ?? '';
  });
}

function timesOf(specification: JsonObject): string[] {
  const [opens] = propertyTexts(specification, 'opens').map(clockTime);
  const [closes] = propertyTexts(specification, 'closes').map(clockTime);
  if (!opens || !closes) return [];
  return opens === closes ? [] : [`${opens}-${closes}`];
}

/** `09:00:00+01:00` is `09:00`. */
function clockTime(time: string): string {
  return /^T?(\d{1,2}:\d{2})/.exec(time.trim())?.[1] ?? time.trim();
}

function dayRange(first: number, last: number): string {
  const [from = '', to = ''] = [WEEK[first], WEEK[last]].map((day) => day?.slice(0, 2));
  return first === last ? from : `${from}-${to}`;
}
