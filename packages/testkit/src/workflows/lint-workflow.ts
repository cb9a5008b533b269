import {
  isExpression,
  parseWorkflowFile,
  textOf,
  type Mapping,
  type Value,
} from './workflow-file.ts';

/**
 * Finds what makes a workflow unsafe, by rules of our own:
 * - actions of others are pinned to a full commit SHA, and a checkout leaves no credentials behind
 * - the workflow grants nothing, each job names what it needs, and how long it may take
 * - no expression in `run`, where it would be code
 * - secrets and the token reach single steps, not a job or the workflow
 *
 * @returns each with its place, in words
 * @throws Error when GitHub would not accept the file as a workflow
 */
export async function lintWorkflow(name: string, content: string): Promise<string[]> {
  const workflow = await parseWorkflowFile(name, content);
  const jobs = Object.entries(workflow['jobs'] as Mapping) as [string, Mapping][];
  const findings = [
    ...(workflow['permissions'] === undefined ? ['the workflow does not say its permissions'] : []),
    ...secretsIn('the workflow', workflow['env']),
    ...jobs.flatMap(([id, job]) => lintJob(`job ${id}`, job, workflow['permissions'])),
  ];
  return findings.map((finding) => `${name}: ${finding}`);
}

function lintJob(where: string, job: Mapping, granted: Value | undefined): string[] {
  const steps = (job['steps'] ?? []) as readonly Mapping[];
  const isWide = granted === undefined || typeof granted === 'string';
  return [
    ...(isWide && job['permissions'] === undefined
      ? [`${where} does not say its permissions`]
      : []),
    ...(typeof job['permissions'] === 'string' ? [`${where} asks for too much`] : []),
    ...(job['uses'] === undefined ? timeLimit(where, job) : lintStep(where, job)),
    ...secretsIn(where, job['env']),
    ...steps.flatMap((step, at) => lintStep(`${where}, step ${at + 1}`, step)),
  ];
}

function timeLimit(where: string, job: Mapping): string[] {
  return job['timeout-minutes'] === undefined ? [`${where} has no timeout-minutes`] : [];
}

function lintStep(where: string, step: Mapping): string[] {
  const { uses, run, with: inputs } = step;
  if (run !== undefined) {
    return isExpression(run) ? [`${where}: an expression in run; pass it through env`] : [];
  }
  if (typeof uses !== 'string' || uses.startsWith('./')) return [];
  const isPinned = /@[0-9a-f]{40}$/.test(uses);
  const keepsCredentials =
    uses.startsWith('actions/checkout@') &&
    textOf((inputs as Mapping | undefined)?.['persist-credentials'] ?? true) !== 'false';
  return [
    ...(isPinned ? [] : [`${where}: ${uses} is not pinned to a commit`]),
    ...(keepsCredentials ? [`${where}: the checkout keeps credentials`] : []),
  ];
}

function secretsIn(where: string, env: Value | undefined): string[] {
  const hasSecret = /\bsecrets\.|\bgithub\.token\b/.test(JSON.stringify(env ?? {}));
  return hasSecret ? [`${where} hands secrets to all its steps`] : [];
}
