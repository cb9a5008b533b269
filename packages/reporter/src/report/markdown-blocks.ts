/** How a column of a table is aligned. */
type Align = 'left' | 'right';

export interface Heading {
  readonly text: string;
  readonly align?: Align;
}

/** A heading for numbers. */
export function numeric(text: string): Heading {
  return { text, align: 'right' };
}

/** A Markdown table; cells are Markdown already, and an empty one becomes a dash. */
export function table(
  headings: readonly (string | Heading)[],
  rows: readonly (readonly string[])[],
): string {
  const columns = headings.map((heading) =>
    typeof heading === 'string' ? { text: heading } : heading,
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ text }) => text)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((cells) => line(cells.map((cell) => (cell === '' ? '–' : cell)))),
  ].join('\n');
}

/** A part that is folded away until somebody opens it. The blank lines make GitHub read it as Markdown. */
export function details(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** Commands in a block that no content can end. */
export function commands(lines: readonly string[]): string {
  const safe = lines.map((line) => line.replaceAll(/[\r\n]+/g, ' '));
  const longest = Math.max(
    2,
    ...safe.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...safe, fence].join('\n');
}

export function mermaid(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}

/** A section, or nothing where it has no content. */
export function section(title: string, parts: readonly (string | null)[]): string | null {
  const present = parts.filter((part) => part !== null && part !== '');
  return present.length === 0 ? null : [`## ${title}`, ...present].join('\n\n');
}
