import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listRunIds, runFolder, type RunFolder } from '@sluice/core';
import { createTestWeb, makeTempFolder, runNode, type TestWeb } from '@sluice/testkit';
import { checkRunEvidence } from '../read-run-evidence.ts';
import { countRequests } from './count-requests.ts';
import { readGold } from './gold.ts';
import { countUninvented, measure, type FoundValues, type Score } from './measure.ts';
import { readGuesses } from './read-guesses.ts';

const CLI = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TIMEOUT_MS = 10 * 60_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { errors: { type: 'boolean', default: false }, 'max-pages': { type: 'string' } },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    'usage: pnpm score DIR [--errors] [--max-pages N]\n' +
      'DIR holds sites.csv, routes.jsonl, pages/ and gold.jsonl: real sites and what people read off them',
  );
  process.exit(2);
}
await score(
  resolve(process.env['INIT_CWD'] ?? process.cwd(), folder),
  values['max-pages'] === undefined ? [] : [`--max-pages=${values['max-pages']}`],
  values.errors,
);

/**
 * Runs the company recipe over a folder of annotated sites, played by the test web, and prints scores.
 *
 * @param options - of the run, beside those that it takes in any case
 */
async function score(
  sites: string,
  options: readonly string[],
  showsErrors: boolean,
): Promise<void> {
  await stat(join(sites, 'routes.jsonl'));
  // The sites were saved without their images: each is played by one that a logo or banner may be like.
  await using web = await createTestWeb({ imageSize: { width: 640, height: 240 } });
  await using scratch = await makeTempFolder();
  await web.addFolder(sites);
  const results = await enrich(sites, options, web, scratch.path);
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
  const run = await onlyRun(scratch.path);
  await printTraffic(web, run, results.length);
  await printEvidence(run, join(scratch.path, 'out'));
  if (showsErrors) for (const { column, errors } of scores) printErrors(column, errors);
}

async function enrich(
  sites: string,
  options: readonly string[],
  web: TestWeb,
  scratch: string,
): Promise<FoundValues[]> {
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
      ...options,
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

async function onlyRun(scratch: string): Promise<RunFolder> {
  const root = join(scratch, 'state');
  const [runId] = await listRunIds(root);
  return runFolder(root, runId!);
}

async function printTraffic(web: TestWeb, run: RunFolder, sites: number): Promise<void> {
  const requests = web.requests();
  const line = (kind: string, count: number, missing: number): void =>
    console.log(
      `${kind.padEnd(16)} ${(count / sites).toFixed(2).padStart(9)} ${String(count).padStart(9)} ${String(missing).padStart(9)}`,
    );
  console.log('requests            a site       all       404');
  for (const { kind, requests: count, missing } of countRequests(
    requests,
    await readGuesses(run),
  )) {
    line(kind, count, missing);
  }
  line('all', requests.length, requests.filter(({ status }) => status === 404).length);
}

async function printEvidence(run: RunFolder, out: string): Promise<void> {
  const { rows, broken } = await checkRunEvidence(run, out);
  console.log(`evidence: ${rows} rows, ${broken.length} not borne out by the stored page`);
  for (const line of broken) console.log(`  ${line}`);
}

function printErrors(column: string, errors: readonly string[]): void {
  console.log(`\n${column}`);
  for (const error of errors) console.log(`  ${error}`);
}
