import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

const LOST = Array.from({ length: 30 }, (_, n) => `lost-${n + 1}`);

test('without network the run pauses, stops resumable after --max-defer, and goes on later', async () => {
  await using folder = await makeWordsFolder(['oak', ...LOST]);
  const call = [...WORDS_CALL, '--max-defer', '2s'];
  const stopped = await folder.enrich([...call, '--json']);
  expect(stopped.exitCode).toBe(3);
  expect(stopped.stderr).toMatch(
    /^critical: the last \d+ attempts at `look-up` all failed with `no_network`; nothing new is begun until that is better$/m,
  );
  expect(stopped.stderr.match(/^stopped: no recovery within --max-defer: .*to go on: /gm)).toEqual([
    expect.any(String),
  ]);
  const told = stopped.events.filter(({ event }) => event === 'health');
  expect(told.at(-1)).toMatchObject({ state: 'critical', reasons: [{ code: 'no_network' }] });
  expect(stopped.events.at(-1)).toMatchObject({
    event: 'finished',
    summary: {
      rows: { complete: 1, failed: 0, pending: 30 },
      pending: [{ reason: 'health', rows: 30 }],
    },
  });
  const [run] = await folder.runs();
  const log = await folder.read(`.sluice/runs/${run}/run.log`);
  expect(log).toMatch(/"state":"critical".*"code":"no_network".*"run is not well"/);
  const status = await folder.enrich(['status']);
  expect(status.stdout).toMatch(/^health {3}critical since 2\S+: the last \d+ attempts/m);

  await folder.write('repaired', '');
  const resumed = await folder.enrich(call);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stderr).toContain(': 1 of 31 done, 30 to go\n');
  expect(resumed.stderr).toMatch(/^31 rows: 31 complete, in /m);
  expect((await folder.enrich(['status'])).stdout).not.toContain('health');
});

test('when the network is back, the run recovers by itself', async () => {
  await using folder = await makeWordsFolder(LOST);
  await using running = folder.start([...WORDS_CALL, '--json']);
  await running.waitForLine(/"event":"health".*"state":"critical"/);
  const status = await folder.enrich(['status', '--json']);
  expect(status.events[0]).toMatchObject({ done: 0, health: { state: 'critical' } });
  await folder.write('repaired', '');
  const { exitCode, stderr } = await running.finished;
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^healthy again$/m);
  expect(stderr).toMatch(/^30 rows: 30 complete, in /m);
});
