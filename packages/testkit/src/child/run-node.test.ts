import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../make-temp-folder.ts';
import { runNode, startNode } from './run-node.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});

afterEach(() => folder.remove());

test('arguments, environment, folder and input go in; output and exit code come out', async () => {
  const path = await script(`
    console.log(process.argv.slice(2).join(), process.env.GREETING, process.env.GONE ?? 'none');
    process.stdin.on('data', (text) => console.error(process.cwd(), String(text)));
    process.exitCode = 3;
  `);
  process.env.GONE = 'still here';
  const env = { GREETING: 'hello', GONE: undefined };
  const result = await runNode(path, ['a', 'b'], { cwd: folder.path, env, stdin: 'input' });
  delete process.env.GONE;
  expect(result).toMatchObject({ exitCode: 3, signal: null, stdout: 'a,b hello none\n' });
  expect(result.stderr).toMatch(/sluice-\w+ input\n$/);
});

test('a line can be what kills it', async () => {
  const path = await script(`setInterval(() => console.error('tick'), 1)`);
  const result = await runNode(path, [], { killWhen: { line: /^tick/ } });
  expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  expect(result.stderr).toContain('tick');
});

test('it can be asked to stop', async () => {
  const path = await script(`
    process.on('SIGTERM', () => { console.log('stopping'); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log('ready');
  `);
  await using running = startNode(path);
  expect(await running.waitForLine(/ready/)).toBe('ready');
  running.kill('SIGTERM');
  expect(await running.finished).toMatchObject({ exitCode: 0, stdout: 'ready\nstopping\n' });
  expect(await running.waitForLine(/stop/)).toBe('stopping');
});

test('a line that never comes is an error with the output', async () => {
  const path = await script(`console.log('something else')`);
  await using running = startNode(path);
  await expect(running.waitForLine(/ready/)).rejects.toThrow(
    /matching \/ready\/.*\nsomething else/s,
  );
});

test('a script that takes too long is killed', async () => {
  const path = await script(`setInterval(() => {}, 1000)`);
  expect(await runNode(path, [], { timeoutMs: 300 })).toMatchObject({ signal: 'SIGKILL' });
});

test('tsx runs what Node does not', async () => {
  const path = await script(`enum Colour { Red }; console.log(Colour[0])`, 'colour.ts');
  expect((await runNode(path)).exitCode).toBe(1);
  const result = await runNode(path, [], { usesTsx: true, cwd: folder.path });
  expect(result).toMatchObject({ exitCode: 0, stdout: 'Red\n' });
});

async function script(source: string, name = 'script.mjs'): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, source);
  return path;
}
