import { expect, test } from 'vitest';
import { optionWords } from './option-words.ts';
import { readOptions } from './read-options.ts';

const read = (values: Record<string, unknown>) => readOptions([{ from: 'command line', values }]);

test('gives again how websites and models are asked, and nothing that is default', () => {
  const options = read({
    maxPages: '2',
    delay: '500',
    timeout: '2.5s',
    maxAge: '30d',
    browser: 'never',
    proxy: 'http://me:secret@proxy.example:8080',
    model: 'small',
    limit: '5',
    fresh: true,
  });
  expect(optionWords(options).join(' ')).toBe(
    '--timeout 2.5s --max-pages 2 --max-age 2592000s --browser never ' +
      '--proxy http://***@proxy.example:8080 --model small',
  );
  expect(optionWords(read({}))).toEqual([]);
});

test('what it gives is read as the same', () => {
  const options = read({ timeout: '1500ms', maxAge: '90m', contextTokens: '800' });
  const words = optionWords(options);
  const again = read({ timeout: words[1], maxAge: words[3], contextTokens: words[5] });
  expect(again).toEqual(options);
});
