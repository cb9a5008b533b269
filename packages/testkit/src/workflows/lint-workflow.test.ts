import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { lintWorkflow } from './lint-workflow.ts';

const SHA = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';
const GOOD = `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${SHA}
        with:
          persist-credentials: false
      - run: echo "$TITLE"
        env:
          TITLE: \${{ github.event.head_commit.message }}
`;

test('a careful workflow passes', async () => {
  expect(await lintWorkflow('good.yml', GOOD)).toEqual([]);
});

test.for([
  [`@${SHA}`, '@v5', 'is not pinned to a commit'],
  ['        with:\n          persist-credentials: false\n', '', 'the checkout keeps credentials'],
  ['permissions: {}\n', '', 'the workflow does not say its permissions'],
  ['    permissions:\n      contents: read\n', '    permissions: write-all\n', 'asks for too much'],
  ['    timeout-minutes: 5\n', '', 'has no timeout-minutes'],
  ['echo "$TITLE"', 'echo "${{ github.event.head_commit.message }}"', 'an expression in run'],
  ['    steps:', '    env:\n      KEY: ${{ secrets.KEY }}\n    steps:', 'hands secrets to all its'],
  ['jobs:', 'env:\n  KEY: ${{ secrets.KEY }}\njobs:', 'hands secrets to all its'],
] as const)('%j as %j is found', async ([from, to, finding]) => {
  expect(GOOD).toContain(from);
  const findings = await lintWorkflow(
    'bad.yml',
    GOOD.replace(from, () => to),
  );
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(finding);
});

test('what is no workflow is refused', async () => {
  await expect(lintWorkflow('bad.yml', 'on: push\njobs: 7\n')).rejects.toThrow('is no workflow');
});

test('the workflows of this repository pass', async () => {
  const folder = new URL('../../../../.github/workflows/', import.meta.url);
  for (const name of await readdir(folder)) {
    expect(await lintWorkflow(name, await readFile(new URL(name, folder), 'utf8'))).toEqual([]);
  }
});
