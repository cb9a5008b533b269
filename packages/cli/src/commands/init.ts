import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { UsageError, plural } from '@sluice/core';
import type { CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openCommand } from '../prepare/open-command.ts';

const execute = promisify(execFile);
const SLUICE = fileURLToPath(new URL('../../../../', import.meta.url));

/** Where Sluice is on GitHub, at a commit that nobody can move. */
const SOURCE = /^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/;

/**
 * `pnpm enrich init`: writes the workflow that calls Sluice's, a configuration and a small list into
 * somebody's own repository. What is there already stays.
 *
 * @param from - where Sluice is on GitHub; undefined for where this checkout came from
 * @throws UsageError when that is not known
 */
export async function initCommand(
  input: CommandInput,
  from: string | undefined,
): Promise<ExitCode> {
  const { console } = await openCommand(input);
  const source = from ?? (await findSource());
  if (source === null || !SOURCE.test(source)) {
    throw new UsageError(
      `${from === undefined ? 'this checkout of Sluice has no commit on GitHub' : `--from \`${from}\` is no place on GitHub`}; give --from OWNER/REPOSITORY@COMMIT, the commit in full`,
    );
  }
  const { cwd } = input.context;
  let written = 0;
  for (const [file, content] of Object.entries(filesFor(source))) {
    const isNew = await writeNew(join(cwd, file), content);
    written += isNew ? 1 : 0;
    console.print(`${isNew ? 'wrote' : 'kept '} ${file}`);
  }
  console.event('init', { written });
  console.say(
    `${plural(written, 'file')} written. Put your own list into data/, commit, and choose Enrich on the Actions page of the repository.`,
  );
  return EXIT.complete;
}

/** The origin on GitHub and the commit of this checkout; null where it has none. */
async function findSource(): Promise<string | null> {
  const git = async (...words: string[]) =>
    (await execute('git', words, { cwd: SLUICE })).stdout.trim();
  try {
    const url = await git('remote', 'get-url', 'origin');
    const [, repository] = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url) ?? [];
    return repository === undefined ? null : `${repository}@${await git('rev-parse', 'HEAD')}`;
  } catch {
    // Not a checkout, or no git here: then it has to be said where Sluice is.
    return null;
  }
}

async function writeNew(path: string, content: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function filesFor(source: string): Readonly<Record<string, string>> {
  const [repository, commit] = source.split('@');
  return {
    '.github/workflows/enrich.yml': `# Enriches a dataset of this repository and opens a pull request with what was found.
name: Enrich

on:
  workflow_dispatch:
    inputs:
      dataset:
        description: Path of the dataset in this repository
        type: string
        default: data/companies.csv

permissions: {}

jobs:
  enrich:
    permissions:
      actions: write
      contents: write
      pull-requests: write
    uses: ${repository}/.github/workflows/enrich.yml@${commit}
    with:
      dataset: \${{ inputs.dataset }}
    secrets:
      model-api-key: \${{ secrets.MODEL_API_KEY }}
      search-api-key: \${{ secrets.SEARCH_API_KEY }}
`,
    'sluice.config.ts': `// Options of every run; \`pnpm enrich --help\` lists them. A flag or a variable wins over this file.
export default {
  maxPages: 8,
};
`,
    'data/companies.csv': 'id,website\n1,https://nodejs.org/\n2,https://duckdb.org/\n',
  };
}
