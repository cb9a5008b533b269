import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { makeGate } from '../testing/make-gate.ts';
import { makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test.each([
  ['in this process', []],
  ['in workers', ['--workers', '2']],
])('a run that somebody removes while it is worked on %s is named', async (_, args) => {
  await using folder = await makeWordsFolder(['oak', 'hold-1', 'hold-2']);
  await using gate = await makeGate();
  const call = [...WORDS_CALL, ...args];
  await using running = folder.start(call, { env: { WORDS_GATE: gate.url } });
  await gate.reached;
  const [run = ''] = await folder.runs();
  await rm(join(folder.path, '.sluice', 'runs', run), { recursive: true });
  gate.open();

  const { exitCode, stderr } = await running.finished;
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`stopped: run \`${run}\` was removed while it was worked on: \``);
  expect(stderr).toContain(`${run}\` is gone, and what was done in it with it\n`);
  expect(stderr).toMatch(/^to go on: pnpm enrich words\.csv /m);
  expect(stderr).not.toContain('nothing that was done is lost');
});
