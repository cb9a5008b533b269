import { pathToFileURL } from 'node:url';
import { manyOrigins } from '../many-origins/many-origins.ts';
import { createTestWeb } from '../web/create-test-web.ts';
import type { TestWeb } from '../web/test-web.ts';
import type { FromWeb, TestWebProcessOptions, ToWeb, WebAnswers } from './web-commands.ts';

// A web in a process of its own, driven by its parent over IPC. It ends when the parent does.
process.once('disconnect', () => process.exit());
let web: TestWeb;
const answers: { [What in keyof WebAnswers]: () => WebAnswers[What] } = {
  counts: () => web.counts(),
  requests: () => web.requests(),
  cpuMs,
  reset: () => {
    web.reset();
    return null;
  },
};
process.on('message', (message: ToWeb) => {
  if (message.kind === 'start') void start(message.options);
  else tell({ kind: 'answer', id: message.id, value: answers[message.what]() });
});

async function start(options: TestWebProcessOptions): Promise<void> {
  try {
    web = await createTestWeb(options);
    for (const folder of options.folders ?? []) await web.addFolder(folder);
    if (options.manyOrigins !== undefined) web.addSites(manyOrigins(options.manyOrigins));
    if (options.script !== undefined) await runScript(options.script);
    const { proxyUrl, originPort, caCertificate } = web;
    tell({ kind: 'started', proxyUrl, originPort, caCertificate });
  } catch (error) {
    tell({ kind: 'failed', error: error instanceof Error ? String(error.stack) : String(error) });
  }
}

async function runScript(path: string): Promise<void> {
  const script = await import(pathToFileURL(path).href);
  await script.default(web);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function tell(message: FromWeb): void {
  process.send?.(message);
}
