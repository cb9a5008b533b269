import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { StageError, type Json, type Recipe, type Stage, type StageResult } from '@sluice/core';
import { z } from 'zod';

/**
 * A recipe without a web, for tests of the command line: a word's prefix says what becomes of it. Every
 * execution of a stage leaves a line in `executions.txt`. Tests copy this file and change it.
 */
const recipe: Recipe = {
  name: 'words',
  description: 'the length and the capitals of a word',
  inputs: [{ name: 'word', synonyms: ['term'], required: true, description: 'a word' }],
  columns: [
    { name: 'capitals', type: 'text', description: 'the word in capitals' },
    { name: 'length', type: 'number', description: 'its letters' },
  ],
  localReasons: ['no_network'],
  options: z.object({}),
  shardKey: ({ word }) => word ?? null,
  stages: () => [lookUp, measure],
  open: async () => ({ sync: async () => {}, close: async () => {}, counters: () => ({}) }),
};

const lookUp: Stage = {
  name: 'look-up',
  version: 1,
  config: {},
  required: true,
  input: ({ values }) => values['word'] ?? undefined,
  async run(input, { signal }) {
    const word = input as string;
    note('look-up', word);
    await behave(word, signal);
    return found({ capitals: word.toUpperCase() });
  },
};

const measure: Stage = {
  name: 'measure',
  version: 1,
  config: {},
  required: false,
  input: ({ values }, outputs) =>
    outputs['look-up']?.outcome === 'ok' ? (values['word'] ?? undefined) : undefined,
  async run(input) {
    const word = input as string;
    note('measure', word);
    return found({ length: word.length });
  },
};

/** What has gone wrong goes well once there is a file `repaired`. */
async function behave(word: string, signal: AbortSignal): Promise<void> {
  const [kind] = word.split('-');
  if (kind === 'hold') await fetch(process.env['WORDS_GATE'] ?? '', { signal });
  if (existsSync(here('repaired'))) return;
  if (kind === 'fail') throw new StageError('no_such_word', 'fail-record', `\`${word}\` is none`);
  if (kind === 'later') {
    throw new StageError('busy', 'defer', 'asked to wait', { retryAfterMs: 3_600_000 });
  }
  if (kind === 'lost') throw new StageError('no_network', 'retry', 'there is no network');
  if (kind === 'stop') throw new StageError('no_credit', 'stop-run', 'the credit is used up');
  if (kind === 'bug') throw new TypeError(`\`${word}\` was not expected`);
}

function found(columns: Readonly<Record<string, Json>>): StageResult {
  const value = { columns, evidence: [] };
  return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
}

function note(stage: string, word: string): void {
  appendFileSync(here('executions.txt'), `${stage} ${word}\n`);
}

function here(name: string): string {
  return join(process.env['INIT_CWD'] ?? '', name);
}

export default recipe;
