import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from './testing/enrich.ts';
import { executionsOf, makeWordsFolder, WORDS_CALL } from './testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

const GO_ON = `to go on: pnpm enrich ${WORDS_CALL.join(' ')}`;

test('3 when a stage stops the run, with the command that goes on', async () => {
  await using folder = await makeWordsFolder(['oak', 'stop-1', 'elm']);
  const call = [...WORDS_CALL, '--concurrency', '1'];
  const stopped = await folder.enrich([...call, '--quiet', '--fresh']);
  expect(stopped.exitCode).toBe(3);
  expect(stopped.stderr).toBe(`stopped: the credit is used up; ${GO_ON} --concurrency 1 --quiet\n`);
  expect(await folder.newExecutions()).toEqual(['look-up oak', 'look-up stop-1', 'measure oak']);
  const report = await folder.read('reports/words-words/README.md');
  expect(report).toContain('no_credit');

  await folder.write('repaired', '');
  const resumed = await folder.enrich(call);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stderr).toMatch(/^resuming run \S+: 1 of 3 done, 2 to go$/m);
  expect(await folder.newExecutions()).toEqual(executionsOf(['elm', 'stop-1']));
});

test('3 when a stage stops one worker, and with it the others', async () => {
  await using folder = await makeWordsFolder([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `stop-${n}`));
  const stopped = await folder.enrich([...WORDS_CALL, '--workers', '2']);
  expect(stopped.exitCode).toBe(3);
  expect(stopped.stderr).toContain(`stopped: the credit is used up; ${GO_ON} --workers 2\n`);
  expect((await folder.newExecutions()).length).toBeLessThanOrEqual(2);
});

test('3 when rows would have to wait longer than --max-defer', async () => {
  await using folder = await makeWordsFolder(['oak', 'later-1', 'elm']);
  const stopped = await folder.enrich([...WORDS_CALL, '--max-defer', '1m']);
  expect(stopped.exitCode).toBe(3);
  expect(stopped.stderr).toContain('3 rows: 2 complete, 1 pending, in ');
  expect(stopped.stderr).toContain(`stopped: some rows have to wait; ${GO_ON} --max-defer 1m\n`);
  const report = await folder.read('reports/words-words/README.md');
  expect(report).toContain('| `busy` | 1 |');

  // Why it waits is known to every later command, from the ledger alone.
  const status = await folder.enrich(['status']);
  expect(status.stdout).toMatch(/^reason +1 busy \(pending\)$/m);
  expect((await folder.enrich(['export', '--out', 'so-far', '--format', 'csv'])).exitCode).toBe(0);
  expect(await folder.read('so-far/results.csv')).toMatch(/,pending,busy$/m);
});

test('70 on a bug, with its stack, and the other rows are done', async () => {
  await using folder = await makeWordsFolder(['oak', 'bug-1', 'fail-1', 'later-1', 'elm']);
  // A bug goes before what else the run came to.
  const options = ['--max-failure-rate', '0.1', '--quiet', '--json'];
  const broken = await folder.enrich([...WORDS_CALL, ...options]);
  expect(broken.exitCode).toBe(70);
  expect(broken.stderr).toContain('TypeError: `bug-1` was not expected\n    at behave (');
  const done = [
    ...executionsOf(['elm', 'oak']),
    ...['bug-1', 'fail-1', 'later-1'].map((w) => `look-up ${w}`),
  ];
  expect(await folder.newExecutions()).toEqual(done.toSorted());
  const [run] = await folder.runs();
  const log = await folder.read(`.sluice/runs/${run}/run.log`);
  const logged = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged).toContainEqual(
    expect.objectContaining({
      record: '2',
      err: expect.objectContaining({
        type: 'TypeError',
        stack: expect.stringContaining('at behave'),
      }),
    }),
  );

  await folder.write('repaired', '');
  const resumed = await folder.enrich(WORDS_CALL);
  expect(resumed.exitCode).toBe(0);
  expect(await folder.newExecutions()).toEqual(executionsOf(['bug-1', 'later-1']));
});

test('1 when a larger share of the rows failed than was accepted', async () => {
  await using folder = await makeWordsFolder(['oak', 'fail-1', '', 'elm', 'fail-2']);
  const call = [...WORDS_CALL, '--max-failure-rate'];
  expect((await folder.enrich([...call, '0.49'])).exitCode).toBe(1);
  expect((await folder.enrich(['merge', '--max-failure-rate', '0.49'])).exitCode).toBe(1);
  expect((await folder.enrich(['merge', '--max-failure-rate', '0.5'])).exitCode).toBe(0);
});
