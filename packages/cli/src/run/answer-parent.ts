import type { Checkpoint } from '@sluice/core';
import { z } from 'zod';

/** What a parent process with a channel to this one may ask. */
const requestSchema = z.object({
  type: z.literal('checkpoint'),
  /** Comes back with the answer. */
  id: z.number(),
  /** The folder to write it to, absolute. */
  into: z.string(),
  /** At once, or when the work has come to its end. */
  when: z.enum(['now', 'end']).default('now'),
});

type Request = z.infer<typeof requestSchema>;

/** The answer: what was written, or why nothing was. */
export type CheckpointAnswer = { readonly type: 'checkpoint'; readonly id: number } & (
  | { readonly checkpoint: Checkpoint }
  | { readonly error: string }
);

/**
 * Answers a parent's requests for checkpoints, one after another, until `close`, which answers those for
 * the end. Without a parent that
 * listens, nothing happens; that one goes away or asks for nothing does not keep the process alive.
 *
 * @param write - writes a checkpoint into a folder
 */
export function answerParent(write: (into: string) => Promise<Checkpoint>): {
  close(): Promise<void>;
} {
  if (process.send === undefined) return { close: async () => {} };
  let queue = Promise.resolve();
  const atEnd: Request[] = [];
  const take = ({ id, into }: Request) => {
    queue = queue.then(async () =>
      send({ type: 'checkpoint', id, ...(await answer(write, into)) }),
    );
  };
  const onMessage = (message: unknown) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    if (request.data.when === 'end') atEnd.push(request.data);
    else take(request.data);
  };
  process.on('message', onMessage);
  process.channel?.unref();
  return {
    async close() {
      process.off('message', onMessage);
      for (const request of atEnd) take(request);
      await queue;
    },
  };
}

async function answer(write: (into: string) => Promise<Checkpoint>, into: string) {
  try {
    return { checkpoint: await write(into) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function send(message: CheckpointAnswer): void {
  // A parent that has gone does not want to know.
  if (process.connected) process.send?.(message, () => undefined);
}
