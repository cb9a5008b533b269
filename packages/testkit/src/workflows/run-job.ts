import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ActionsServices } from '../actions/actions-services.ts';
import { runtimeToken } from '../actions/actions-request.ts';
import { evaluate, evaluateCondition, type Contexts } from './evaluate.ts';
import { runStepProcess, type RunnerCommand, type StepProcess } from './step-process.ts';
import { isExpression, requireKeys, textOf, type Mapping, type Value } from './workflow-file.ts';

/** A program in place of an action that this machine cannot have, by its name without version. */
export type StandIns = Readonly<
  Record<string, (inputs: Readonly<Record<string, string>>, workspace: string) => Promise<void>>
>;

export interface JobHooks {
  /** Called when the process of a step has started. */
  readonly onStep?: (
    job: { readonly name: string; readonly attempt: number },
    step: string,
    process: StepProcess,
  ) => void;
}

export interface JobToRun extends JobHooks {
  readonly id: string;
  readonly name: string;
  readonly job: Mapping;
  readonly contexts: Contexts;
  readonly runId: number;
  readonly attempt: number;
  readonly services: ActionsServices;
  readonly branch: string;
  readonly sha: string;
  readonly standIns: StandIns;
  readonly environment: Readonly<Record<string, string>>;
}

/** How a job ended. */
export interface JobEnd {
  readonly result: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly name: string; readonly lines: readonly string[] }[];
  /** Errors, warnings and notices. */
  readonly annotations: readonly RunnerCommand[];
  /** What its steps wrote to their summaries. */
  readonly summary: string;
}

const STEP_KEYS = ['name', 'id', 'if', 'uses', 'with', 'env', 'run', 'working-directory'];
const ANNOTATIONS = new Set(['error', 'warning', 'notice']);

/** Runs the steps of a job in an empty workspace, which is gone afterwards. */
export async function runJob(job: JobToRun): Promise<JobEnd> {
  const machine = await mkdtemp(join(tmpdir(), 'sluice-runner-'));
  try {
    return await new JobRunner(job, machine).run();
  } finally {
    await rm(machine, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface StepFiles {
  readonly output: string;
  readonly summary: string;
}

class JobRunner {
  readonly #job: JobToRun;
  readonly #machine: string;
  readonly #workspace: string;
  readonly #steps: { name: string; lines: readonly string[] }[] = [];
  readonly #annotations: RunnerCommand[] = [];
  readonly #stepOutputs: Record<string, { outputs: Record<string, string> }> = {};
  #summary = '';
  #result: 'success' | 'failure' | 'cancelled' = 'success';

  constructor(job: JobToRun, machine: string) {
    this.#job = job;
    this.#machine = machine;
    this.#workspace = join(machine, 'work');
  }

  async run(): Promise<JobEnd> {
    await mkdir(this.#workspace);
    await mkdir(join(this.#machine, 'temp'));
    for (const [at, value] of (this.#job.job['steps'] as readonly Value[]).entries()) {
      const step = requireKeys(`step ${at + 1} of ${this.#job.id}`, value, STEP_KEYS);
      const status = {
        isSuccess: this.#result === 'success',
        isCancelled: this.#result === 'cancelled',
      };
      if (evaluateCondition(step['if'], this.#contexts(), status)) await this.#runStep(step, at);
    }
    const outputs = evaluate(this.#job.job['outputs'] ?? {}, this.#contexts());
    return {
      result: this.#result,
      outputs: outputs as Record<string, string>,
      steps: this.#steps,
      annotations: this.#annotations,
      summary: this.#summary,
    };
  }

  #contexts(): Contexts {
    return { ...this.#job.contexts, steps: this.#stepOutputs };
  }

  async #runStep(step: Mapping, at: number): Promise<void> {
    const name = textOf(step['name'] ?? step['uses'] ?? 'run');
    const inputs = textsOf(evaluate(step['with'] ?? {}, this.#contexts()));
    const env = textsOf(evaluate(step['env'] ?? {}, this.#contexts()));
    const files = await this.#makeFiles(at);
    const id = textOf(step['id'] ?? `step-${at}`);
    this.#stepOutputs[id] = { outputs: {} };
    if (step['run'] !== undefined) {
      if (isExpression(step['run'])) throw new Error(`${name}: an expression in \`run\``);
      const script = join(this.#machine, 'temp', `step-${at}.sh`);
      await writeFile(script, textOf(step['run']));
      const cwd = join(this.#workspace, textOf(step['working-directory'] ?? '.'));
      const bash = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', script] as const;
      await this.#runProcess(name, bash, cwd, { ...this.#environment(files), ...env });
    } else await this.#runAction(name, textOf(step['uses']), inputs, env, files);
    this.#stepOutputs[id] = { outputs: parseOutputs(await readFile(files.output, 'utf8')) };
    this.#summary += await readFile(files.summary, 'utf8');
  }

  async #runAction(
    name: string,
    uses: string,
    inputs: Record<string, string>,
    env: Record<string, string>,
    files: StepFiles,
  ): Promise<void> {
    if (!uses.startsWith('./')) {
      const standIn = this.#job.standIns[uses.replace(/@.*/, '')];
      if (standIn === undefined) throw new Error(`there is no stand-in for ${uses}`);
      return standIn(inputs, this.#workspace);
    }
    const folder = join(this.#workspace, uses);
    const action = parse(await readFile(join(folder, 'action.yml'), 'utf8')) as ActionFile;
    if (action.runs.using !== 'node24')
      throw new Error(`${uses}: ${action.runs.using} is not played`);
    const unknown = Object.keys(inputs).filter((input) => !(input in action.inputs));
    if (unknown.length > 0) throw new Error(`${uses} has no input ${unknown.join(', ')}`);
    const all = Object.entries(action.inputs).map(([input, { default: value = '' }]) => [
      `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`,
      inputs[input] ?? value,
    ]);
    const words = [process.execPath, join(folder, action.runs.main)] as const;
    const environment = { ...this.#environment(files), ...this.#actionEnvironment(), ...env };
    await this.#runProcess(name, words, this.#workspace, {
      ...environment,
      ...(Object.fromEntries(all) as Record<string, string>),
    });
  }

  async #runProcess(
    name: string,
    words: readonly [string, ...string[]],
    cwd: string,
    env: Record<string, string>,
  ): Promise<void> {
    const { onStep, name: job, attempt } = this.#job;
    const end = await runStepProcess(words, { cwd, env }, (process) =>
      onStep?.({ name: job, attempt }, name, process),
    );
    this.#steps.push({ name, lines: end.lines });
    this.#annotations.push(...end.commands.filter((command) => ANNOTATIONS.has(command.name)));
    if (end.isCancelled) this.#result = 'cancelled';
    else if (end.exitCode !== 0) this.#result = 'failure';
  }

  /** Of every step. Nothing of the machine's own environment but the way to its programs. */
  #environment({ output, summary }: StepFiles): Record<string, string> {
    const { services, branch, sha, runId, attempt, environment } = this.#job;
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.#machine,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: this.#workspace,
      GITHUB_REPOSITORY: services.repository,
      GITHUB_API_URL: services.apiUrl,
      GITHUB_RUN_ID: String(runId),
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_REF: `refs/heads/${branch}`,
      GITHUB_REF_NAME: branch,
      GITHUB_SHA: sha,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_SERVER_URL: 'https://github.com',
      RUNNER_TEMP: join(this.#machine, 'temp'),
      ...environment,
    };
  }

  /** What only JavaScript actions get. */
  #actionEnvironment(): Record<string, string> {
    const { runId, attempt, name, branch, services } = this.#job;
    const jobId = `${name}-${attempt}`.replaceAll(/[^\w-]+/g, '-');
    return {
      ACTIONS_RUNTIME_TOKEN: runtimeToken({
        workflowRunId: runId,
        jobId,
        ref: `refs/heads/${branch}`,
      }),
      ACTIONS_RESULTS_URL: services.resultsUrl,
      ACTIONS_CACHE_SERVICE_V2: 'true',
    };
  }

  async #makeFiles(at: number): Promise<StepFiles> {
    const files = {
      output: join(this.#machine, 'temp', `output-${at}`),
      summary: join(this.#machine, 'temp', `summary-${at}`),
    };
    for (const file of Object.values(files)) await writeFile(file, '');
    return files;
  }
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

function textsOf(values: unknown): Record<string, string> {
  const entries = Object.entries(values as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, value]) => [key, textOf((value ?? '') as Value)]));
}

/** `name<<delimiter`, lines, `delimiter`. */
function parseOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name!, value!]));
}
