import { execFile } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  createTestWeb,
  makeTempFolder,
  startActionsServices,
  type ActionsServices,
  type Handler,
  type TestWeb,
} from '@sluice/testkit';
import { WorkflowRun, type StandIns, type WorkflowRunOptions } from '@sluice/testkit/workflows';
import { sluiceRoot } from '../engine/sluice-root.ts';

const execute = promisify(execFile);
const ROOT = sluiceRoot();
const WORKFLOW = join(ROOT, '.github/workflows/enrich.yml');

/** A repository with a dataset, the web that it is about, and the services of GitHub. */
export interface ActionsWorld extends AsyncDisposable {
  readonly services: ActionsServices;
  readonly web: TestWeb;
  /** A checkout of the repository. */
  readonly checkout: string;
  /** Commits these files, and what else has changed in the checkout, to the main branch. */
  commit(files: Readonly<Record<string, string>>): Promise<void>;
  /** Git in the repository itself. */
  git(...words: readonly string[]): Promise<string>;
  /** Loads the workflow of this checkout for a run with these inputs. */
  load(
    inputs: Readonly<Record<string, string>>,
    options?: Pick<WorkflowRunOptions, 'onStep' | 'variables' | 'secrets'>,
  ): Promise<WorkflowRun>;
}

/** @param options - of the engine, as variables of the runners */
export async function makeActionsWorld(
  options: Readonly<Record<string, string>> = {},
): Promise<ActionsWorld> {
  const folder = await makeTempFolder('sluice-actions-');
  const services = await startActionsServices();
  const web = await createTestWeb();
  const repository = join(folder.path, 'data.git');
  const checkout = join(folder.path, 'checkout');
  await execute('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
  await execute('git', ['clone', '--quiet', repository, checkout]);
  const runner = await prepareRunner(folder.path, repository, web);
  const environment = { ...runner, ...options };
  const run = async (cwd: string, words: readonly string[]) => {
    const author = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
    const { stdout } = await execute('git', [...author, ...words], { cwd });
    return stdout.trim();
  };
  let runs = 0;
  return {
    services,
    web,
    checkout,
    async commit(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(checkout, name)), { recursive: true });
        await writeFile(join(checkout, name), content);
      }
      await run(checkout, ['add', '--all']);
      await run(checkout, ['commit', '--quiet', '-m', 'Change']);
      await run(checkout, ['push', '--quiet', 'origin', 'HEAD:main']);
    },
    git: (...words) => run(repository, words),
    async load(inputs, further = {}) {
      runs += 1;
      return WorkflowRun.load({
        file: WORKFLOW,
        inputs,
        runId: 1_000 + runs,
        branch: 'main',
        sha: await run(repository, ['rev-parse', 'main']),
        services,
        standIns: standIns(repository),
        environment,
        variables: { SLUICE_SAVE_INTERVAL: '0.3' },
        ...further,
      });
    },
    async [Symbol.asyncDispose]() {
      await web.close();
      await services[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}

/** In place of what needs the network: the repository is a folder here, and Sluice this checkout. */
function standIns(repository: string): StandIns {
  return {
    'actions/checkout': async ({ path }, workspace) => {
      if (path === undefined) {
        await execute('git', ['clone', '--quiet', repository, workspace]);
        await execute('git', ['remote', 'remove', 'origin'], { cwd: workspace });
      } else await symlink(ROOT, join(workspace, path));
    },
    'actions/setup-node': async () => {},
  };
}

/** What the runners of this world have: the way to its web and its repository, and an `npx` that does nothing: it is all installed and bundled. */
async function prepareRunner(
  folder: string,
  repository: string,
  web: TestWeb,
): Promise<Record<string, string>> {
  const gitConfig = join(folder, 'gitconfig');
  await writeFile(
    gitConfig,
    `[url "${repository}"]\n  insteadOf = https://github.com/octo/data\n[safe]\n  directory = *\n`,
  );
  const programs = join(folder, 'bin');
  await mkdir(programs);
  await writeFile(join(programs, 'npx'), '#!/bin/sh\n');
  await chmod(join(programs, 'npx'), 0o755);
  return {
    PATH: `${programs}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    GIT_CONFIG_GLOBAL: gitConfig,
    GIT_CONFIG_NOSYSTEM: '1',
    SLUICE_PROXY: web.proxyUrl,
    SLUICE_DELAY: '0',
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  };
}

/** Adds the websites of small companies, `shop0.test` and so on, and returns their dataset. */
export function addShops(
  web: TestWeb,
  count: number,
  handlers: Record<number, Handler> = {},
  latencyMs = 0,
): string {
  for (let n = 0; n < count; n += 1) {
    const digits = String(n).padStart(2, '0');
    const home = `<!doctype html><html lang="en"><title>Alder ${n} Roofing</title>
      <meta property="og:site_name" content="Alder ${n} Roofing">
      <p>We repair and replace roofs of slate, tile and metal for homes and firms in and around Alder, have
      done so for three generations, and answer every call within a day, on Sundays too.</p>
      <p>Call <a href="tel:+120255501${digits}">(202) 555-01${digits}</a></p>`;
    web.site(`shop${n}.test`, { '/': handlers[n] ?? home }, { latencyMs });
  }
  return shopsCsv(count);
}

export function shopsCsv(count: number): string {
  const rows = Array.from({ length: count }, (_, n) => `r${n},http://shop${n}.test/`);
  return `id,website\n${rows.join('\n')}\n`;
}
