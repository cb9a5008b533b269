import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS, ENRICH, makeEnrichFolder } from '../testing/enrich.ts';
import { executionsOf, makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('a run can be planned, tried dry, begun, looked at and reported', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm', 'fail-1', '']);
  const dry = await folder.enrich([...WORDS_CALL, '--dry-run', '--shards', '2']);
  expect(dry.exitCode).toBe(0);
  expect(dry.stderr).toBe('would start a run of 4 rows in 2 shards\n');
  expect(await folder.list('.')).toEqual(['words-recipe.ts', 'words.csv']);

  const planned = await folder.enrich(['plan', ...WORDS_CALL, '--shards', '2']);
  expect(planned.exitCode).toBe(0);
  const [run = ''] = await folder.runs();
  expect(planned.stdout).toContain(`run      ${run}\nrows     4, 0 of them done\nshards   2: `);
  const unmerged = await folder.enrich(['report']);
  expect(unmerged.exitCode).toBe(2);
  expect(unmerged.stderr).toContain(
    `error: run \`${run}\` has not been merged; \`pnpm enrich merge ${run}\``,
  );
  const dryAgain = await folder.enrich([...WORDS_CALL, '--dry-run']);
  expect(dryAgain.stderr).toBe(`would go on with run ${run}: 0 of 4 done, 4 to go\n`);
  expect(await folder.newExecutions()).toEqual([]);

  const began = await folder.enrich([...WORDS_CALL, '--run', run]);
  expect(began.stderr).toContain(`resuming run ${run}: 0 of 4 done, 4 to go\n`);
  expect(await folder.newExecutions()).toEqual(
    [...executionsOf(['elm', 'oak']), 'look-up fail-1'].toSorted(),
  );
  expect(await folder.list('data/enriched/words-words')).toEqual(
    expect.arrayContaining([
      'errors.jsonl',
      'evidence.parquet',
      'results.csv',
      'results.parquet',
      'run.json',
    ]),
  );

  const status = await folder.enrich(['status', run]);
  expect(status.stdout).toMatch(/^done {5}4 of 4 rows\n( +\d (complete|skipped|failed)\n){3}/m);
  expect(status.stdout).toContain(' no_such_word (failed)\n');
  const [report, again] = [
    await folder.read('reports/words-words/README.md'),
    await folder.enrich(['report']),
  ];
  expect(again.stdout).toBe('reports/words-words/README.md\n');
  expect(await folder.read('reports/words-words/README.md')).toBe(report);
  const list = await folder.enrich(['runs']);
  expect(list.stdout).toMatch(new RegExp(`^${run} +4/4 done  words \\(words\\)\n$`));
  const show = await folder.enrich(['runs', 'show', '--json']);
  expect(show.events).toEqual([
    expect.objectContaining({
      event: 'run',
      manifest: expect.objectContaining({ runId: run }),
      summary: expect.objectContaining({ state: 'complete' }),
    }),
  ]);
});

test('runs clean leaves what later runs are based on', async () => {
  await using folder = await makeWordsFolder(['oak']);
  await folder.enrich(['plan', ...WORDS_CALL]);
  await folder.enrich([...WORDS_CALL, '--fresh']);
  await folder.enrich(WORDS_CALL);
  const [planned, base, latest] = await folder.runs();

  const would = await folder.enrich(['runs', 'clean', '--keep', '1', '--dry-run']);
  expect(would.stdout).toMatch(new RegExp(`^would remove ${planned} \\(0\\.0 MB\\)\n$`));
  expect(await folder.runs()).toHaveLength(3);
  const cleaned = await folder.enrich(['runs', 'clean', '--keep', '1']);
  expect(cleaned.stdout).toMatch(new RegExp(`^removed ${planned} \\(0\\.0 MB\\)\n$`));
  expect(await folder.runs()).toEqual([base, latest]);
});

test('help and version answer, and run nothing', async () => {
  await using folder = await makeWordsFolder(['oak']);
  const version = await folder.enrich(['--version']);
  expect(version).toMatchObject({ exitCode: 0, stderr: '' });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = await folder.enrich([...WORDS_CALL, '--help']);
  expect(help).toMatchObject({ exitCode: 0, stderr: '' });
  for (const word of ['pnpm enrich merge [run]', '--time-budget', '--replay', '--log-level']) {
    expect(help.stdout).toContain(word);
  }
  expect(await folder.list('.')).toEqual(['words-recipe.ts', 'words.csv']);
});

test('doctor checks the machine and leaves nothing behind', async () => {
  await using folder = await makeEnrichFolder();
  const doctor = await folder.enrich(['doctor', '--json']);
  const names = doctor.events.filter(({ isFine }) => isFine).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['Node.js', 'DuckDB', 'state folder', 'bundled sample']),
  );
  expect(doctor.exitCode).toBe(0);
  expect(await folder.list('.sluice')).toEqual([]);
});

test.each([
  [['words.csv', 'more.csv'], 'Unknown argument: more.csv'],
  [['words.csv', '--nope'], 'Unknown argument: nope'],
  [['runs', 'remove'], 'Unknown argument: remove'],
  [['words.csv', '--limit'], 'Not enough arguments following: limit'],
  [['status', 'nope'], 'there is no run `nope` in'],
  [['merge'], 'there is no run in'],
  [['statsu'], 'there is neither a command nor a file `statsu`'],
])('%j makes no sense, and 2 says so', async (args, message) => {
  await using folder = await makeWordsFolder(['oak']);
  const refused = await folder.enrich(args);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^error: .*`pnpm enrich/);
  expect(refused.stderr).toContain(message);
  expect(await folder.list('.')).toEqual(['words-recipe.ts', 'words.csv']);
});

test('completes commands and options in bash', async (context) => {
  if (process.platform === 'win32') context.skip('needs bash');
  const script = `
    pnpm() { shift 2; '${process.execPath}' '${ENRICH}' "$@"; }
    other() { COMPREPLY=(theirs); }
    complete -F other pnpm
    source <('${process.execPath}' '${ENRICH}' completion)
    typed() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sluice_enrich; echo "\${COMPREPLY[@]}"; }
    typed pnpm enrich ru; typed pnpm enrich runs ''; typed pnpm enrich merge --rep; typed pnpm in`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script]);
  expect(stdout.split('\n')).toEqual(['runs', 'list show clean', '--reports', 'theirs', '']);
});

test('completes commands with their descriptions, and options, in zsh', async (context) => {
  const zsh = spawnSync('zsh', ['--version']);
  if (zsh.error !== undefined) context.skip('needs zsh');
  // What completes a word is called as zsh does it, and `_describe` and `compadd` say what they are given.
  const script = `
    autoload -Uz compinit && compinit -D -u
    pnpm() { shift 2; '${process.execPath}' '${ENRICH}' "$@"; }
    other() { print theirs }
    compdef other pnpm
    eval "$('${process.execPath}' '${ENRICH}' completion)"
    _describe() { print -l -- "\${(@P)2}" }
    _files() { print files }
    typed() { words=("$@"); CURRENT=$#; $_comps[pnpm]; }
    typed pnpm enrich runs ''; typed pnpm enrich merge --rep; typed pnpm in`;
  const { stdout } = await promisify(execFile)('zsh', ['-f', '-c', script]);
  const lines = stdout.split('\n');
  expect(lines).toContain('list:all runs, newest first');
  expect(lines).toContain('--reports:folder of the reports [reports]');
  expect(lines.at(-2)).toBe('theirs');
  expect(lines).not.toContain('$0:');
});
