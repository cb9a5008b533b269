import type { RunOptionName } from './run-options.ts';

/** How an option looks on the command line; what it accepts stands in `run-options.ts`. */
export interface OptionRow {
  readonly name: RunOptionName;
  readonly type: 'string' | 'boolean' | 'array';
  readonly group: string;
  readonly describe: string;
}

const row =
  (group: string) =>
  (name: RunOptionName, type: OptionRow['type'], describe: string): OptionRow => ({
    name,
    type,
    group,
    describe,
  });

const input = row('Input:');
const output = row('Output:');
const work = row('Work:');
const web = row('Web:');
const model = row('Model:');
const show = row('Display:');

/** The options of a run, in the order that `--help` shows them. */
export const optionTable: readonly OptionRow[] = [
  input('recipe', 'string', 'recipe by name, or a file that exports one [company]'),
  input('key', 'string', 'column that identifies a row across runs'),
  input('map', 'array', 'which column to use for an input, such as website=Site'),
  input('name', 'string', 'name of the dataset, if not its file name'),
  input('limit', 'string', 'only the first N rows'),
  input('maxCell', 'string', 'largest cell accepted, in bytes [1048576]'),
  output('out', 'string', 'folder of the results [data/enriched/<dataset>-<recipe>]'),
  output('reports', 'string', 'folder of the reports [reports]'),
  output('format', 'string', 'csv, parquet, jsonl, arrow, xlsx; several with commas [parquet,csv]'),
  output('maxFailureRate', 'string', 'exit 1 when a larger share of the rows failed, such as 0.2'),
  work('run', 'string', 'continue this run'),
  work('fresh', 'boolean', 'use no earlier result, paid answers included'),
  work('retryFailed', 'boolean', 'run again what failed'),
  work('workers', 'string', 'processes that share the work [1]'),
  work(
    'shards',
    'string',
    'parts to divide a new run into, or auto: by rows and time [4 a worker]',
  ),
  work('shard', 'string', 'work on one part only, such as 3/16; then `merge`'),
  work('concurrency', 'string', 'records in work at the same time in each process [auto]'),
  work('retries', 'string', 'further attempts after a passing failure [2]'),
  work('batchSize', 'string', 'finished records between two progress marks [300]'),
  work('timeBudget', 'string', 'stop after this time, resumable, such as 5h30m'),
  work(
    'maxDefer',
    'string',
    'longest wait for a host that says later, or for a lost network [10m]',
  ),
  work('state', 'string', 'folder of the runs [.sluice]'),
  work('dryRun', 'boolean', 'say what would be done, and do nothing'),
  web('delay', 'string', 'pause between two requests to a host, in milliseconds [500]'),
  web('timeout', 'string', 'longest wait for one answer of a host by plain HTTP [30s]'),
  web('maxPages', 'string', 'pages of a site, at most [8]'),
  web('maxAge', 'string', 'fetch again what an earlier run fetched longer ago, such as 30d'),
  web('browser', 'string', 'auto (for pages that need one), always or never [auto]'),
  web('browserPath', 'string', 'the Chrome or Chromium to use; else one is looked for'),
  web('proxy', 'string', 'send all requests through this HTTP proxy'),
  web('replay', 'string', 'read pages from this WARC archive, and leave the network alone'),
  web('searchUrl', 'string', 'SearXNG or Brave search, to find websites of rows with a name alone'),
  web('searchKeyVariable', 'string', 'variable that holds the key for Brave [BRAVE_API_KEY]'),
  model('model', 'string', 'language model to ask for what the rules do not find; docs/models.md'),
  model('modelUrl', 'string', 'OpenAI-compatible server [https://api.openai.com/v1]'),
  model('modelKeyVariable', 'string', 'variable that holds the key [OPENAI_API_KEY]'),
  model('locale', 'string', 'language of summaries [en-GB]'),
  model('budgetUsd', 'string', 'stop, resumable, before more US dollars are spent, such as 5'),
  model('contextTokens', 'string', 'page text in a call, in tokens [4000]'),
  model('modelRequestsPerMinute', 'string', 'for a server that does not say its limits'),
  model('modelTokensPerMinute', 'string', 'for a server that does not say its limits'),
  show('json', 'boolean', 'events and results as JSON lines on standard output'),
  show('quiet', 'boolean', 'no progress, only what went wrong'),
  show('logLevel', 'string', 'debug, info, warn, error, silent: what goes to run.log [info]'),
];
