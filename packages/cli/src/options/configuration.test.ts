import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('a flag goes before the environment, that before the configuration file', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  // Syntax that needs more than types left out, as people write it.
  const config = `
    enum Key { word = 'word', note = 'note' }
    export default { name: 'file', key: Key.note, shards: 2, recipe: './words-recipe.ts', quiet: true }`;
  await folder.write('sluice.config.ts', config);
  const planned = await folder.enrich(['plan', 'words.csv', '--json', '--name', 'flag'], {
    usesTsx: true,
    env: { SLUICE_NAME: 'environment', SLUICE_KEY: 'word' },
  });
  expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
  expect(planned.events).toEqual([
    expect.objectContaining({
      manifest: expect.objectContaining({
        name: 'flag',
        dataset: expect.objectContaining({ key: { kind: 'column', column: 'word' } }),
        shards: expect.objectContaining({ count: 2 }),
      }),
    }),
  ]);
});

test('everything wrong with the options is said at once, with where it stands', async () => {
  await using folder = await makeWordsFolder(['oak']);
  await folder.write('my.config.ts', `export default { limit: 'many', colour: 'red' };`);
  const refused = await folder.enrich(
    [
      ...WORDS_CALL,
      '--config',
      'my.config.ts',
      '--format',
      'pdf',
      '--shard',
      '3/2',
      '--shards',
      '300',
      '--json',
    ],
    { env: { SLUICE_WORKERS: 'none', SLUICE_PROXY: 'socks5://me:hunter2@proxy.example' } },
  );
  expect(refused.exitCode).toBe(2);
  const lines = refused.stderr.split('\n');
  for (const problem of [
    '--limit `"many"` (my.config.ts): expected a number',
    'there is no option `colour` (my.config.ts)',
    '--format `"pdf"` (command line): ',
    '--shard `"3/2"` (command line): `3/2` is not a shard; write for example 3/16',
    '--shards `"300"` (command line): at most 256',
    '--workers `"none"` (environment): expected a number',
    '--proxy `"socks5://***@proxy.example"` (environment): expected an http:// or https:// address',
  ]) {
    expect(lines).toContainEqual(expect.stringContaining(problem));
  }
  expect(refused.events).toEqual([expect.objectContaining({ event: 'error', exitCode: 2 })]);
  expect(refused.stdout).not.toContain('hunter2');
  expect(folder.has('.sluice')).toBe(false);
});

test.each([
  ['is missing', null, 'there is no configuration file `'],
  ['cannot be read', 'export default {', 'cannot be loaded: '],
  ['exports nothing', 'export const limit = 3;', 'must export an object of options'],
])('a configuration file that %s is refused', async (_, content, message) => {
  await using folder = await makeWordsFolder(['oak']);
  if (content !== null) await folder.write('my.config.ts', content);
  const refused = await folder.enrich(['status', '--config', 'my.config.ts']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('my.config.ts');
  expect(refused.stderr).toContain(message);
});
