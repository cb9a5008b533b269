import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ActionsServices } from '../actions/actions-services.ts';
import { evaluate, evaluateCondition, type Contexts } from './evaluate.ts';
import { runJob, type JobEnd, type JobHooks, type StandIns } from './run-job.ts';
import { parseWorkflowFile, requireKeys, type Mapping, type Value } from './workflow-file.ts';

export interface WorkflowRunOptions extends JobHooks {
  /** The workflow's file. */
  readonly file: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Of the repository, for `vars`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The id that GitHub gives this run. */
  readonly runId: number;
  readonly branch: string;
  readonly sha: string;
  readonly services: ActionsServices;
  readonly standIns: StandIns;
  /** Of every runner, beside what the runner sets itself. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A job of a run as it ended in its latest attempt. */
export interface FinishedJob extends JobEnd {
  /** Its id in the file. */
  readonly id: string;
  readonly name: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly attempt: number;
}

const WORKFLOW_KEYS = ['name', 'run-name', 'on', 'permissions', 'jobs'];
const JOB_KEYS = [
  'name',
  'needs',
  'if',
  'runs-on',
  'timeout-minutes',
  'permissions',
  'outputs',
  'strategy',
  'steps',
];

/**
 * A run of a workflow file on this machine: every job in a workspace of its own, one job after another, as
 * runners that share nothing would. It plays the keys that it knows, and fails on any other.
 */
export class WorkflowRun {
  readonly #options: WorkflowRunOptions;
  readonly #jobs: Mapping;
  readonly #inputs: Record<string, unknown>;
  #attempt = 0;
  #finished: FinishedJob[] = [];
  /** Jobs that ran in the latest attempt. */
  #ran: string[] = [];

  private constructor(options: WorkflowRunOptions, workflow: Mapping) {
    this.#options = options;
    this.#jobs = requireKeys('jobs', workflow['jobs'], Object.keys(workflow['jobs'] as Mapping));
    this.#inputs = inputsOf(workflow, options.inputs);
  }

  static async load(options: WorkflowRunOptions): Promise<WorkflowRun> {
    const name = basename(options.file);
    const workflow = await parseWorkflowFile(name, await readFile(options.file, 'utf8'));
    return new WorkflowRun(options, requireKeys(name, workflow, WORKFLOW_KEYS));
  }

  /** Jobs as they stand, in the order of the file. */
  get jobs(): readonly FinishedJob[] {
    return this.#finished;
  }

  /** Names of the jobs that the latest attempt ran. */
  get ran(): readonly string[] {
    return this.#ran;
  }

  /** All jobs, from the beginning. */
  async dispatch(): Promise<void> {
    await this.#runAttempt(() => true);
  }

  /** 'Re-run failed jobs': those, and what needs them; the rest stands as it is. */
  async rerunFailed(): Promise<void> {
    const failed = new Set(
      this.#finished.filter(({ result }) => result !== 'success').map(({ name }) => name),
    );
    await this.#runAttempt((name) => failed.has(name));
  }

  /** The job of a name, which may be one of a matrix. */
  job(name: string): FinishedJob {
    const found = this.#finished.find((job) => job.name === name);
    if (found === undefined)
      throw new Error(`no job ${name} among ${this.#finished.map((job) => job.name).join(', ')}`);
    return found;
  }

  async #runAttempt(isWanted: (name: string) => boolean): Promise<void> {
    const before = this.#finished;
    this.#attempt += 1;
    this.#finished = [];
    this.#ran = [];
    const again = new Set<string>();
    for (const [id, value] of Object.entries(this.#jobs)) {
      const job = requireKeys(`jobs.${id}`, value, JOB_KEYS);
      const needs = [job['needs'] ?? []].flat() as string[];
      const needsAgain = needs.some((need) => again.has(need));
      for (const matrix of this.#matrixOf(job, needs)) {
        const contexts = { ...this.#contexts(needs), matrix };
        const name = String(evaluate(job['name'] ?? id, contexts));
        const earlier = before.find((done) => done.name === name);
        if (earlier !== undefined && !needsAgain && !isWanted(name)) this.#finished.push(earlier);
        else {
          again.add(id);
          this.#finished.push(await this.#runOne(id, name, job, contexts, needs));
        }
      }
    }
  }

  async #runOne(
    id: string,
    name: string,
    job: Mapping,
    contexts: Contexts,
    needs: readonly string[],
  ): Promise<FinishedJob> {
    const matrix = contexts['matrix'] as Record<string, unknown>;
    const facts = { id, name, matrix, attempt: this.#attempt };
    const results = needs.map((need) => this.#resultOf(need));
    const status = {
      isSuccess: results.every((result) => result === 'success'),
      isCancelled: results.includes('cancelled'),
    };
    if (!evaluateCondition(job['if'], contexts, status)) {
      return { ...facts, result: 'skipped', outputs: {}, steps: [], annotations: [], summary: '' };
    }
    this.#ran.push(name);
    const { runId } = this.#options;
    const end = await runJob({
      ...this.#options,
      runId,
      attempt: this.#attempt,
      id,
      name,
      job,
      contexts,
    });
    return { ...facts, ...end };
  }

  /** One empty matrix for a job without; none for a matrix that cannot be known. */
  #matrixOf(job: Mapping, needs: readonly string[]): Record<string, unknown>[] {
    if (job['strategy'] === undefined) return [{}];
    const keys = ['fail-fast', 'max-parallel', 'matrix'];
    const strategy = requireKeys('strategy', job['strategy'], keys);
    if (strategy['fail-fast'] !== false) throw new Error('fail-fast is not played');
    if (needs.some((need) => this.#resultOf(need) !== 'success')) return [];
    const matrix = evaluate(strategy['matrix'], this.#contexts(needs)) as Mapping;
    const { include } = requireKeys('matrix', matrix, ['include']);
    return include as unknown as Record<string, unknown>[];
  }

  #contexts(needs: readonly string[]): Contexts {
    const { services, branch, sha, runId, secrets = {}, variables: vars = {} } = this.#options;
    const github = {
      repository: services.repository,
      ref: `refs/heads/${branch}`,
      ref_name: branch,
      sha,
      run_id: String(runId),
      run_attempt: String(this.#attempt),
      token: 'ghs_token-of-the-job',
    };
    const job = { workflow_repository: 'sluice/sluice', workflow_sha: 'of-this-checkout' };
    const ends = needs.map((id) => [
      id,
      { result: this.#resultOf(id), outputs: this.#outputsOf(id) },
    ]);
    return {
      github,
      job,
      secrets,
      vars,
      inputs: this.#inputs,
      needs: Object.fromEntries(ends),
      matrix: {},
    };
  }

  #resultOf(id: string): JobEnd['result'] {
    const results = this.#finished.filter((job) => job.id === id).map(({ result }) => result);
    const worst = ['failure', 'cancelled', 'skipped'] as const;
    return results.length === 0
      ? 'skipped'
      : (worst.find((result) => results.includes(result)) ?? 'success');
  }

  #outputsOf(id: string): Readonly<Record<string, string>> {
    return Object.assign(
      {},
      ...this.#finished.filter((job) => job.id === id).map((job) => job.outputs),
    );
  }
}

/** @throws Error for an input that the workflow does not have */
function inputsOf(
  workflow: Mapping,
  given: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const events = requireKeys('on', workflow['on'], ['workflow_dispatch', 'workflow_call']);
  const { inputs } = requireKeys('workflow_dispatch', events['workflow_dispatch'], ['inputs']);
  const known = inputs as Readonly<Record<string, Mapping>>;
  const unknown = Object.keys(given).filter((name) => !(name in known));
  if (unknown.length > 0) throw new Error(`there is no input ${unknown.join(', ')}`);
  const values = Object.entries(known).map(([name, input]): [string, Value] => [
    name,
    given[name] ?? input['default'] ?? '',
  ]);
  return Object.fromEntries(values);
}
