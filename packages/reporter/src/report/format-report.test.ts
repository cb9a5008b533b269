import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@sluice/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixtureSummary } from '../testing/fixture-summary.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { formatReport } from './format-report.ts';
import { writeReport } from './write-report.ts';

const HOSTILE = [
  '@octocat',
  'fixes #1',
  'https://evil.example',
  '![i](http://evil.example/i.png)',
  '[l](http://evil.example)',
  '<script>alert(1)</script>',
  '</details>',
  '`',
  '```',
  '````sh',
  '|',
  '\\|',
  '\n',
  '\n## h\n',
  '"]\nclick A',
  '%%',
  '\\',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 5 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

/** A report's blocks: fenced ones by their language, and everything else. */
function blocks(report: string): { mermaid: string[]; rest: string } {
  const mermaid: string[] = [];
  const rest = report.replaceAll(
    /^(`{3,})(\w+)\n([\s\S]*?)\n\1$/gm,
    (_, _fence, language, body) => {
      if (language === 'mermaid') mermaid.push(String(body));
      return '';
    },
  );
  return { mermaid, rest };
}

describe('whatever the data says', () => {
  test('there is nothing in the report but its own Markdown', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { rest } = blocks(formatReport(fixtureSummary(text)));
        const prose = rest.replaceAll(/`[^`\n]*`|\\./g, '');
        expect(prose).not.toContain('`');
        expect(prose).not.toMatch(/@|\]\(|!\[|:\/\//);
        const tags = new Set(prose.match(/<[^>\n]*>/g));
        expect([...tags].sort()).toEqual(['</details>', '</summary>', '<details>', '<summary>']);
      }),
      { numRuns: 200 },
    );
  });

  test('every row of a table has as many cells as its heading', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { rest } = blocks(formatReport(fixtureSummary(text)));
        for (const table of rest.match(/(^\|.*\n)+/gm) ?? []) {
          const cells = table
            .trimEnd()
            .split('\n')
            .map((row) => row.match(/(?<!\\)\|/g)!.length);
          expect(new Set(cells).size).toBe(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('charts hold no more than labels and numbers', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { mermaid } = blocks(formatReport(fixtureSummary(text)));
        expect(mermaid).toHaveLength(2);
        const axis = mermaid[1]!.split('\n').find((line) => line.includes('x-axis'));
        expect(axis).toMatch(/^ {2}x-axis \["[\p{L}\p{N} _…-]+", "[\p{L}\p{N} _…-]+"\]$/u);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a report', () => {
  const report = formatReport(fixtureSummary('phone'));

  test('says the outcome first', () => {
    const [title, outcome, glance] = report.split('\n\n');
    expect(title).toBe('# phone · phone');
    expect(outcome).toBe(
      '**1,001 of 1,012 rows enriched: 1,012 values found, backed by 1,500 quotes from 700 pages.**',
    );
    expect(glance).toContain('🟠 **Incomplete**: 6 rows pending');
  });

  test('names what was not asked for, with no bar that reads as if nothing had been found', () => {
    const unasked = { reason: 'no_model', advice: 'Name a language model with --model.' };
    const { columns, ...rest } = fixtureSummary('phone');
    const [phone] = columns;
    const empty = { ...phone!, filled: 0, unasked };
    const found = formatReport({
      ...rest,
      columns: [
        phone!,
        { ...empty, name: 'industry' },
        { ...empty, name: 'summary' },
        { ...empty, name: 'founded_year', filled: 3 },
      ],
    });
    expect(found).toContain(
      '\n\nNot asked for (`no_model`): `industry`, `summary`. Name a language model with --model.\n\n',
    );
    expect(found).not.toMatch(/^\| `(industry|summary)`/m);
    expect(found).toMatch(/^\| `founded_year` +\| +3 \|/m);
    expect(found).toContain('x-axis ["phone", "founded_year"]');
  });

  test('accounts for all rows', () => {
    for (const line of [
      '| complete | 1,000 |',
      '| partial | 1 |',
      '| skipped | 2 |',
      '| failed | 3 |',
      '| pending | 6 |',
    ]) {
      expect(report).toContain(line);
    }
    expect(report).toContain('| **input** | **1,012** |');
  });

  test('tells how to continue before anything else when the run is incomplete', () => {
    expect(report.indexOf('## How to continue')).toBeLessThan(report.indexOf('## Rows'));
    expect(report).toContain('```sh\n# phone\nphone\n```');
  });

  test('says how many pages needed a browser, and what it gained', () => {
    expect(report).toContain(
      '15 pages needed a browser: 12 pages read in it, 8,400 characters of text gained, 3 in vain.',
    );
  });

  test('of an empty dataset says so', () => {
    const rows = { input: 0, complete: 0, partial: 0, skipped: 0, failed: 0, pending: 0 };
    const empty = formatReport({
      ...fixtureSummary('x'),
      rows,
      state: 'complete',
      sample: { columns: [], rows: [] },
    });
    expect(empty).toContain('**The dataset has no rows.**');
    expect(empty).not.toContain('NaN');
  });
});

describe('writeReport', () => {
  test('writes the latest report and keeps the history', async () => {
    const folder = await temporaryFolder();
    const summary = { ...fixtureSummary('x'), name: 'sample', recipe: 'company' };
    await writeReport({ ...summary, runId: '20261121-100000-bbbbbb' }, folder);
    const path = await writeReport(summary, folder);
    expect(path).toBe(join(folder, 'sample-company', 'README.md'));
    expect(await readFile(path, 'utf8')).toBe(formatReport(summary));
    expect((await readdir(join(folder, 'sample-company'))).sort()).toEqual([
      '20261121-100000-bbbbbb.md',
      '20261122-100000-aaaaaa.md',
      'README.md',
    ]);
  });

  test('refuses a folder below a regular file', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(writeReport(fixtureSummary('x'), join(folder, 'file'))).rejects.toThrow(
      UsageError,
    );
  });
});
