import { expect, test } from 'vitest';
import { browserEnvironment } from './browser-environment.ts';

test('a browser learns where things are, and no secret', () => {
  const environment = {
    PATH: '/usr/bin',
    HOME: '/home/ada',
    LC_ALL: 'de_DE.UTF-8',
    LD_LIBRARY_PATH: '/opt/lib',
    OPENAI_API_KEY: 'sk-secret',
    BRAVE_API_KEY: 'secret',
    GITHUB_TOKEN: 'secret',
    ACTIONS_RUNTIME_TOKEN: 'secret',
    SLUICE_PROXY: 'http://me:secret@proxy.example',
  };
  const given = browserEnvironment(environment, { LD_LIBRARY_PATH: '/cache/lib:/opt/lib' });
  expect(given).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/ada',
    LC_ALL: 'de_DE.UTF-8',
    LD_LIBRARY_PATH: '/cache/lib:/opt/lib',
  });
});
