import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from '@sluice/core';
import { runSummarySchema } from '@sluice/reporter';
import { expect, test, vi } from 'vitest';
import { checkRunEvidence } from '../../proofs/read-run-evidence.ts';
import { COMMANDS_TIMEOUT_MS, makeEnrichFolder, type EnrichFolder } from '../testing/enrich.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

/** What a run should find for a row of the sample, written by hand from its pages. */
interface Expected {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  /** Values of output columns. */
  readonly columns?: Readonly<Record<string, unknown>>;
  /** Texts that are part of the values of output columns. */
  readonly contains?: Readonly<Record<string, readonly string[]>>;
}

type Row = Readonly<Record<string, unknown>>;

const EXPECTED = new URL('../../../../data/sample/expected.jsonl', import.meta.url);
const OUT = 'data/enriched/sample-company';

test('the first call, without any argument, enriches the sample as expected', async () => {
  await using folder = await makeEnrichFolder();
  const env = { SLUICE_FORMAT: 'csv,parquet,jsonl' };
  const first = await folder.enrich([], { usesTsx: true, env });
  expect(first.stderr).toMatch(/^run \S+: 26 rows in 1 shard$/m);
  expect(first.exitCode).toBe(0);
  const rows = await readRows(folder);
  const expected = parseLines<Expected>(await readFile(EXPECTED, 'utf8'));
  expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  expect(differences(expected, rows)).toEqual([]);

  const [run = ''] = await folder.runs();
  const evidence = await checkRunEvidence(
    runFolder(join(folder.path, '.sluice'), run),
    join(folder.path, OUT),
  );
  expect(evidence.broken).toEqual([]);
  expect(evidence.rows).toBeGreaterThan(100);
  expect(await folder.list('reports/sample-company')).toEqual([`${run}.md`, 'README.md']);
  const report = await folder.read('reports/sample-company/README.md');
  const reasons = new Set(expected.flatMap(({ reason }) => reason ?? []));
  expect(reasons.size).toBeGreaterThan(4);
  for (const reason of reasons) expect(report).toContain(`\`${reason}\``);
  for (const status of ['confirmed', 'not_an_image']) {
    const count = expected.filter(({ columns }) => columns?.['image_status'] === status).length;
    expect(count).toBeGreaterThan(0);
    expect(report).toMatch(new RegExp(`^\\| \`image_status\` \\|.*\`${status}\` ${count}\\b`, 'm'));
  }

  const results = await folder.read(`${OUT}/results.csv`);
  const again = await folder.enrich(['--json'], { env });
  expect(again.exitCode).toBe(0);
  const summary = runSummarySchema.parse(again.events.at(-1)?.['summary']);
  expect(summary.basedOn).toBe(run);
  expect(summary.stages.map(({ name }) => name)).toEqual(['crawl', 'rules', 'images']);
  for (const { ok, skipped, failed, reused } of summary.stages) {
    expect(reused).toBe(ok + skipped + failed);
  }
  expect(await folder.read(`${OUT}/results.csv`)).toBe(results);
});

async function readRows(folder: EnrichFolder): Promise<Row[]> {
  return parseLines<Row>(await folder.read(`${OUT}/results.jsonl`));
}

function parseLines<T>(text: string): T[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as T);
}

/** Where the rows are not as expected, in words; an expected null is no value. */
function differences(expected: readonly Expected[], rows: readonly Row[]): string[] {
  return expected.flatMap(({ id, status, reason, columns = {}, contains = {} }, at) => {
    const row = rows[at] ?? {};
    const wanted = { _status: status, _reason: reason, ...columns };
    const different = Object.entries(wanted).filter(
      ([column, value]) => JSON.stringify(row[column] ?? null) !== JSON.stringify(value),
    );
    const lacking = Object.entries(contains).flatMap(([column, parts]) =>
      parts
        .filter((part) => !JSON.stringify(row[column]).includes(part))
        .map((part) => [column, part] as const),
    );
    return [...different, ...lacking].map(
      ([column, value]) =>
        `${id} ${column}: expected ${JSON.stringify(value)}, found ${JSON.stringify(row[column] ?? null)}`,
    );
  });
}
