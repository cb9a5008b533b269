import { Writable } from 'node:stream';
import { emptyProgress } from '@sluice/core';
import { expect, test } from 'vitest';
import { Console, type ConsoleMode } from './console.ts';

const view = {
  progress: emptyProgress(),
  total: 10,
  elapsedMs: 20_000,
  rssBytes: 1_000_000,
  shared: null,
};
const LOUD: ConsoleMode = { json: false, quiet: false };

/** What a console says on a terminal, or elsewhere. */
function speak(
  isTTY: boolean,
  environment: NodeJS.ProcessEnv,
  mode: ConsoleMode,
  say: (console: Console) => void,
) {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  const stderr = Object.assign(stream('stderr'), { isTTY, columns: 80 });
  say(new Console({ stdout: stream('stdout'), stderr, environment }, mode));
  return texts;
}

test('a terminal gets a picture that is drawn again, in colour', () => {
  const { stderr } = speak(true, {}, LOUD, (console) => {
    console.progress(view, 0);
    console.progress(view, 1_000);
    console.say('done');
  });
  const picture = /\u001B\[36m░{24} 0\/10.*\u001B\[0m\n\u001B\[36m.*\u001B\[0m\n/;
  const again = /\u001B\[2A\u001B\[0J/;
  expect(stderr).toMatch(
    new RegExp(`^${picture.source}${again.source}${picture.source}${again.source}done\n$`),
  );
});

test('NO_COLOR takes the colour away', () => {
  const { stderr } = speak(true, { NO_COLOR: '1' }, LOUD, (console) => console.progress(view, 0));
  expect(stderr).toMatch(/^░{24} 0\/10/);
  expect(stderr).not.toContain('\u001B[36m');
});

test.each([
  ['elsewhere', false, {}],
  ['in CI', true, { CI: 'true' }],
  ['on a dumb terminal', true, { TERM: 'dumb' }],
])('%s progress is a plain line now and then', (_, isTTY, environment) => {
  const { stderr } = speak(isTTY, environment, LOUD, (console) => {
    console.progress(view, 0);
    console.progress(view, 9_999);
    console.progress(view, 10_000);
  });
  expect(stderr).toMatch(/^(0\/10 \(0 %\).*\n){2}$/);
  expect(stderr).not.toContain('\u001B');
});

test('with --json, standard output holds events only', () => {
  const { stdout, stderr } = speak(false, {}, { json: true, quiet: false }, (console) => {
    console.progress(view, 0);
    console.print('a table');
    console.event('run', { rows: 10 });
  });
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(events).toEqual([
    expect.objectContaining({ event: 'progress', total: 10 }),
    expect.objectContaining({ event: 'run', rows: 10 }),
  ]);
  expect(stderr).toBe('');
});

test('--quiet leaves what went wrong', () => {
  const { stderr } = speak(true, {}, { json: false, quiet: true }, (console) => {
    console.progress(view, 0);
    console.say('begun');
    console.warn('stopped');
  });
  expect(stderr).toBe('stopped\n');
});
