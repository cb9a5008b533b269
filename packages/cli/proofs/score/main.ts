import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listRunIds, runFolder } from '@sluice/core';
import { createTestWeb, makeTempFolder, runNode, type TestWeb } from '@sluice/testkit';
import { checkRunEvidence } from '../read-run-evidence.ts';
import { readGold } from './gold.ts';
import { countUninvented, measure, type FoundValues, type Score } from './measure.ts';

const CLI = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TIMEOUT_MS = 10 * 60_000;

const folder = process.argv[2];
if (folder === undefined) {
  console.error(
    'usage: pnpm score DIR [--errors]\n' +
      'DIR holds sites.csv, routes.jsonl, pages/ and gold.jsonl: real sites and what people read off them',
  );
  process.exit(2);
}
await score(
  resolve(process.env['INIT_CWD'] ?? process.cwd(), folder),
  process.argv.includes('--errors'),
);

/** Runs the company recipe over a folder of annotated sites, played by the test web, and prints scores. */
async function score(sites: string, showsErrors: boolean): Promise<void> {
  await stat(join(sites, 'routes.jsonl'));
  // The sites were saved without their images: each is played by one that a logo or banner may be like.
  await using web = await createTestWeb({ imageSize: { width: 640, height: 240 } });
  await using scratch = await makeTempFolder();
  await web.addFolder(sites);
  const results = await enrich(sites, web, scratch.path);
  const gold = await readGold(sites);
  const pairs = results.flatMap((found) => {
    const known = gold.get(found.id);
    return known === undefined ? [] : [[found, known] as const];
  });
  const scores = measure(pairs);
  printScores(scores);
  for (const column of ['logo_url', 'banner_url'] as const) {
    const { right, sites: without } = countUninvented(pairs, column);
    console.log(`${column}: none invented on ${right} of ${without} sites that have none`);
  }
  printTraffic(web, results.length);
  await printEvidence(scratch.path);
  if (showsErrors) for (const { column, errors } of scores) printErrors(column, errors);
}

async function enrich(sites: string, web: TestWeb, scratch: string): Promise<FoundValues[]> {
  const authority = join(scratch, 'authority.pem');
  await writeFile(authority, web.caCertificate);
  const { exitCode, stderr } = await runNode(
    CLI,
    [
      join(sites, 'sites.csv'),
      `--proxy=${web.proxyUrl}`,
      '--delay=0',
      '--format=jsonl,parquet',
      '--quiet',
      `--state=${join(scratch, 'state')}`,
      `--out=${join(scratch, 'out')}`,
      `--reports=${join(scratch, 'reports')}`,
    ],
    { usesTsx: true, timeoutMs: TIMEOUT_MS, env: { NODE_EXTRA_CA_CERTS: authority } },
  );
  if (exitCode !== 0) throw new Error(`the run ended with ${exitCode}:\n${stderr}`);
  const text = await readFile(join(scratch, 'out', 'results.jsonl'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FoundValues);
  return rows.map((row) => ({
    ...row,
    phones: row.phones ?? [],
    emails: row.emails ?? [],
  }));
}

function printScores(scores: readonly Score[]): void {
  const percent = (value: number | null) => (value === null ? '—' : value.toFixed(3)).padStart(9);
  console.log('column           precision    recall        F1   right wrong missed');
  for (const { column, precision, recall, f1, right, wrong, missed } of scores) {
    const counts = [right, wrong, missed].map((count) => String(count).padStart(6)).join('');
    console.log(
      `${column.padEnd(16)} ${percent(precision)} ${percent(recall)} ${percent(f1)} ${counts}`,
    );
  }
}

function printTraffic(web: TestWeb, sites: number): void {
  const requests = web.requests();
  const missing = requests.filter(({ status }) => status === 404).length;
  const each = (requests.length / sites).toFixed(1);
  console.log(`requests: ${requests.length}, ${each} a site, ${missing} of them 404`);
}

async function printEvidence(scratch: string): Promise<void> {
  const root = join(scratch, 'state');
  const [runId] = await listRunIds(root);
  const { rows, broken } = await checkRunEvidence(runFolder(root, runId!), join(scratch, 'out'));
  console.log(`evidence: ${rows} rows, ${broken.length} not borne out by the stored page`);
  for (const line of broken) console.log(`  ${line}`);
}

function printErrors(column: string, errors: readonly string[]): void {
  console.log(`\n${column}`);
  for (const error of errors) console.log(`  ${error}`);
}
