import { text } from 'node:stream/consumers';

/** What a script run by `runChild` does: takes the task, works, and gives back what came of it. */
export async function answerParent<Task>(work: (task: Task) => Promise<object>): Promise<void> {
  const answer = await work(JSON.parse(await text(process.stdin)) as Task);
  process.stdout.write(JSON.stringify(answer));
}
