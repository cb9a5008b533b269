import { expect, test } from 'vitest';
import { engineEnvironment } from './engine-environment.ts';
import { inertLogLine } from './inert-log-line.ts';

test('the engine gets what the job has set, and nothing of the runner', () => {
  const environment = {
    PATH: '/bin',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'octo/data',
    OPENAI_API_KEY: 'key',
    BRAVE_API_KEY: 'key of the search',
    SLUICE_MODEL: 'small',
    ACTIONS_RUNTIME_TOKEN: 'a',
    ACTIONS_RESULTS_URL: 'b',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'c',
    'INPUT_GITHUB-TOKEN': 'd',
    GITHUB_TOKEN: 'e',
    GH_TOKEN: 'f',
    GITHUB_ENV: 'g',
    GITHUB_OUTPUT: 'h',
    GITHUB_PATH: 'i',
    GITHUB_STEP_SUMMARY: 'j',
    GITHUB_STATE: 'k',
    STATE_saved: 'l',
  };
  expect(engineEnvironment(environment, { INIT_CWD: '/work' })).toEqual({
    PATH: '/bin',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'octo/data',
    OPENAI_API_KEY: 'key',
    BRAVE_API_KEY: 'key of the search',
    SLUICE_MODEL: 'small',
    INIT_CWD: '/work',
  });
});

test.for([
  '::add-mask::secret',
  '  ::error file=a.csv::hm',
  '\t::stop-commands::x',
  'harmless\r::add-mask::x',
  '##[error]hm',
  'text ##[add-mask]secret',
  '##[[group]a]',
])('%j is no command to the runner', (line) => {
  const shown = inertLogLine(line);
  // As the runner reads it: lines end at \r too, blanks before `::` do not count, `##[` counts anywhere.
  for (const part of shown.split(/[\r\n]/)) {
    expect(part.trimStart().startsWith('::')).toBe(false);
    expect(part).not.toContain('##[');
  }
  expect(shown.replaceAll('·', '')).toBe(line.replaceAll('\r', ' '));
});

test('an ordinary line stays as it is', () => {
  expect(inertLogLine('row 7: http://a.test/?x::y [##]')).toBe('row 7: http://a.test/?x::y [##]');
});
