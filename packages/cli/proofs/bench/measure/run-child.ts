import { fileURLToPath } from 'node:url';
import { runNode, type NodeOptions } from '@sluice/testkit';

/** A run of a million records takes minutes; what takes longer than this hangs. */
const TIMEOUT_MS = 30 * 60_000;

/**
 * Runs one side of a comparison in a process of its own.
 *
 * @param script - module that calls `answerParent`
 * @param task - what the script gets; plain data
 * @param start - command that the process is started with, such as `adoptingOrphans`, and flags for Node
 * @throws Error with the child's output when it fails
 */
export async function runChild<Answer>(
  script: URL,
  task: object,
  start: Pick<NodeOptions, 'launcher' | 'nodeArgs'> = {},
): Promise<Answer> {
  const { exitCode, signal, stdout, stderr } = await runNode(fileURLToPath(script), [], {
    ...start,
    stdin: JSON.stringify(task),
    usesTsx: true,
    timeoutMs: TIMEOUT_MS,
  });
  if (exitCode !== 0) {
    throw new Error(`\`${script.pathname}\` ended with ${exitCode ?? signal}:\n${stderr}`);
  }
  return JSON.parse(stdout) as Answer;
}
