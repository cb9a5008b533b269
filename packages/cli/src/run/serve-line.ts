import type { CoordinatorLine } from '@sluice/core';
import { plainError } from './plain-error.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** The parent's end of a worker's line: passes its questions to the coordinator, and the answers back. */
export interface LineService {
  take(message: Extract<FromWorker, { type: 'ask' | 'cancel' }>): void;
  /** The worker is done, or dead. */
  close(): void;
}

export function serveLine(line: CoordinatorLine, send: (message: ToWorker) => void): LineService {
  const asking = new Map<number, AbortController>();
  async function answer(id: number, request: Parameters<CoordinatorLine['ask']>[0]): Promise<void> {
    const wanted = new AbortController();
    asking.set(id, wanted);
    try {
      send({ type: 'answer', id, answer: await line.ask(request, wanted.signal) });
    } catch (error) {
      send({ type: 'refusal', id, error: plainError(error) });
    } finally {
      asking.delete(id);
    }
  }
  return {
    take(message) {
      if (message.type === 'ask') void answer(message.id, message.request);
      else asking.get(message.id)?.abort(new Error('the worker does not want it any more'));
    },
    close: () => line.close(),
  };
}
