import type { CoordinatorLine, Json } from '@sluice/core';
import { reviveError } from './plain-error.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** A worker's end of the line to the coordinator, which lives in the parent. */
export interface WorkerLine extends CoordinatorLine {
  /** Takes the parent's messages that are meant for it. */
  receive(message: Extract<ToWorker, { type: 'answer' | 'refusal' }>): void;
}

export function createWorkerLine(send: (message: FromWorker) => void): WorkerLine {
  const waiting = new Map<number, PromiseWithResolvers<Json>>();
  let asked = 0;
  return {
    async ask(request, signal) {
      asked += 1;
      const id = asked;
      const answer = Promise.withResolvers<Json>();
      waiting.set(id, answer);
      // The parent has the last word: it may have answered already, and then the answer counts.
      const cancel = () => send({ type: 'cancel', id });
      signal.addEventListener('abort', cancel, { once: true });
      send({ type: 'ask', id, request });
      if (signal.aborted) cancel();
      try {
        return await answer.promise;
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw error;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    receive(message) {
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'answer') answer?.resolve(message.answer);
      else answer?.reject(reviveError(message.error));
    },
    close() {},
  };
}
