import { text } from 'node:stream/consumers';

/**
 * What a script run by `runChild` does: takes the task, works, and gives back what came of it.
 *
 * @param work - its parameter has the type of the task that the parent gives
 */
export async function answerParent(work: (task: never) => Promise<object>): Promise<void> {
  const answer = await work(JSON.parse(await text(process.stdin)) as never);
  process.stdout.write(JSON.stringify(answer));
}
