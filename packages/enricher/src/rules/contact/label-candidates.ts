import type { Span } from '../../page/page-document.ts';
import {
  firstLabel,
  isConnection,
  isOnlyLabel,
  lastLabel,
  type PhoneLabel,
} from './phone-labels.ts';

export interface LabelledCandidate {
  readonly span: Span;
  readonly label: PhoneLabel | null;
  /** Where the label starts, if it stands before the number on the same line. */
  readonly labelStart: number | null;
}

/** How much text beside a number is searched for its label; in characters. */
const MAX_REACH = 64;
/** A longer line is no label of the line below; in characters. */
const MAX_LABEL_LINE = 32;
/** How far back a line's start is looked for; in characters. */
const MAX_LINE = 2_000;
/** How far above a row its table's heading is looked for; in lines. */
const MAX_TABLE_ROWS = 20;

/**
 * Tells for every candidate of a text what the words around it call it: those before it on its line,
 * those behind it, or a line above that is nothing but a label. A line whose numbers are all labelled
 * behind (`555-0100 Phone, 555-0199 Fax`) is read that way.
 */
export function labelCandidates(text: string, spans: readonly Span[]): LabelledCandidate[] {
  return linesOf(text, spans).flatMap((line) => {
    const behind = line.map((span) => labelBehind(text, span));
    const ahead = labelsAhead(text, line);
    const isBehind = ahead[0]?.labelStart === null && behind.every((label) => label !== null);
    if (isBehind) return line.map((span, at) => labelled(span, behind[at] ?? null));
    return ahead.map((candidate, at) => {
      const isNextsLabel = ahead[at + 1]?.labelStart != null;
      return candidate.label !== null || isNextsLabel
        ? candidate
        : labelled(candidate.span, behind[at] ?? null);
    });
  });
}

function labelled(span: Span, label: PhoneLabel | null): LabelledCandidate {
  return { span, label, labelStart: null };
}

function linesOf(text: string, spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [];
  for (const span of spans) {
    const line = lines.at(-1);
    const previous = line?.at(-1);
    if (line === undefined || previous === undefined) lines.push([span]);
    else if (text.slice(previous.end, span.start).includes('\n')) lines.push([span]);
    else line.push(span);
  }
  return lines;
}

function labelsAhead(text: string, line: readonly Span[]): LabelledCandidate[] {
  const done: LabelledCandidate[] = [];
  for (const span of line) {
    const previous = done.at(-1);
    const lineStart = lineStartBefore(text, span.start);
    const floor = Math.max(lineStart, span.start - MAX_REACH, previous?.span.end ?? 0);
    const prefix = text.slice(floor, span.start);
    const found = lastLabel(prefix);
    if (found) done.push({ span, label: found.label, labelStart: floor + found.start });
    else if (previous && isConnection(prefix)) done.push(...sharedLabel(done, previous, span));
    else done.push(labelled(span, labelAbove(text, lineStart, floor, prefix)));
  }
  return done;
}

/** `Phone: A or B` are two phones; `Phone/Fax: A / B` one of each. */
function sharedLabel(
  done: LabelledCandidate[],
  previous: LabelledCandidate,
  span: Span,
): LabelledCandidate[] {
  if (previous.label !== 'both') return [labelled(span, previous.label)];
  done.pop();
  return [{ ...previous, label: 'phone' }, labelled(span, 'fax')];
}

/** The label of a line above: the only thing on it, or what heads the number's column of a table. */
function labelAbove(
  text: string,
  lineStart: number,
  floor: number,
  prefix: string,
): PhoneLabel | null {
  const cells = text.slice(lineStart, floor) + prefix;
  const column = cells.split('\t').length - 1;
  if (/\p{L}/u.test(prefix) || (floor > lineStart && column === 0)) return null;
  const heading = lineAbove(text, lineStart, column > 0)?.split('\t')[column] ?? '';
  if (heading.length > MAX_LABEL_LINE || /\d/.test(heading) || !isOnlyLabel(heading)) return null;
  return lastLabel(heading)?.label ?? null;
}

/** The line above, or in a table the nearest one without a figure, which may be its heading. */
function lineAbove(text: string, lineStart: number, isTable: boolean): string | null {
  let end = lineStart - 1;
  for (let climbed = 0; end > 0 && climbed < MAX_TABLE_ROWS; climbed++) {
    const start = lineStartBefore(text, end);
    const line = text.slice(start, end);
    if (!isTable || !/\d/.test(line)) return line;
    end = start - 1;
  }
  return null;
}

/** Where the line of an offset starts; on an endless line, somewhere on it. */
export function lineStartBefore(text: string, offset: number): number {
  const floor = Math.max(0, offset - MAX_LINE);
  return floor + text.slice(floor, offset).lastIndexOf('\n') + 1;
}

function labelBehind(text: string, { end }: Span): PhoneLabel | null {
  const suffix = text.slice(end, end + MAX_REACH).split('\n', 1)[0] ?? '';
  return firstLabel(suffix)?.label ?? null;
}
