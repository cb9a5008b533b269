import { lintWorkflow } from '@sluice/testkit/workflows';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS, makeEnrichFolder } from '../testing/enrich.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

const SOURCE = `octo/sluice@${'0123456789'.repeat(4)}`;

test('sets up a repository that can be enriched, and keeps what is there', async () => {
  await using folder = await makeEnrichFolder();
  await folder.write('sluice.config.ts', 'export default { maxPages: 3 };\n');
  const first = await folder.enrich(['init', '--from', SOURCE]);
  expect(first.exitCode).toBe(0);
  expect(first.stdout).toBe(
    'wrote .github/workflows/enrich.yml\nkept  sluice.config.ts\nwrote data/companies.csv\n',
  );
  expect(await folder.read('sluice.config.ts')).toContain('maxPages: 3');
  const workflow = await folder.read('.github/workflows/enrich.yml');
  expect(workflow).toContain(
    `uses: octo/sluice/.github/workflows/enrich.yml@${SOURCE.split('@')[1]}\n`,
  );
  expect(await lintWorkflow('enrich.yml', workflow)).toEqual([]);

  const planned = await folder.enrich(['data/companies.csv', '--dry-run']);
  expect(planned.exitCode).toBe(0);
  expect(planned.stderr).toContain('would start a run of 2 rows');
});

test('a commit that could be moved is refused', async () => {
  await using folder = await makeEnrichFolder();
  const refused = await folder.enrich(['init', '--from', 'octo/sluice@main']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--from `octo/sluice@main` is no place on GitHub');
  expect(await folder.list('.')).toEqual([]);
});
