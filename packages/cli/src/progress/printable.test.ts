import { Writable } from 'node:stream';
import { UsageError } from '@sluice/core';
import { expect, test } from 'vitest';
import { reportError } from '../report-error.ts';
import { Console, type Streams } from './console.ts';
import { printable } from './printable.ts';

const ESCAPE = '\u001b';
const HOSTILE = `key${ESCAPE}[2J${ESCAPE}]0;title\u0007\u009b31m\rover\u202etxt.exe`;

function collecting(): { readonly streams: Streams; readonly written: () => string } {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      parts.push(String(chunk));
      done();
    },
  });
  return {
    streams: { stdout: stream, stderr: stream, environment: {} },
    written: () => parts.join(''),
  };
}

test('shows control characters and turns of direction instead of obeying them', () => {
  expect(printable(HOSTILE)).toBe(
    String.raw`key\u001b[2J\u001b]0;title\u0007\u009b31m\u000dover\u202etxt.exe`,
  );
  expect(printable('Müller & Söhne\t日本\n')).toBe('Müller & Söhne\t日本\n');
});

test('whatever a command says passes through it', () => {
  const { streams, written } = collecting();
  const console = new Console(streams, { json: false, quiet: false });
  console.say(HOSTILE);
  console.warn(HOSTILE);
  console.print(HOSTILE);
  reportError(new UsageError(`there is no column \`${HOSTILE}\``), streams, []);
  reportError(new Error(HOSTILE), streams, []);
  expect(written()).not.toContain(ESCAPE);
  expect(written()).not.toContain('\r');
  expect(written().split('[2J')).toHaveLength(6);
});
