import { createModelServer, type ModelServer } from '@sluice/testkit';
import type { FromServer, ToServer } from './model-server-process.ts';

// A model server in a process of its own, driven by its parent over IPC. It ends when the parent does.
process.once('disconnect', () => process.exit());
let server: ModelServer;
process.on('message', (message: ToServer) => void answer(message));

async function answer(message: ToServer): Promise<void> {
  if (message !== 'look') {
    server = await createModelServer({ ...message.start, keepsCalls: false });
    tell({ url: server.url });
  } else {
    tell({ atMs: performance.now(), tally: server.tally(), use: server.limitUse() });
  }
}

function tell(message: FromServer): void {
  process.send?.(message);
}
