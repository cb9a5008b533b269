import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { processStart } from './process-start.ts';

test('tells this process from one that never was', async () => {
  expect(await processStart(process.pid)).toBe(await processStart(process.pid));
  expect(await processStart(2 ** 22 + 1)).toBeNull();
});

test.runIf(process.platform === 'linux')(
  'a process that ended unnoticed is not running',
  async () => {
    // The shell becomes a program that waits for no child; only then its child is let go, and stays a zombie.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec tail -f /dev/null'], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    try {
      const [output] = await once(parent.stdout!, 'data');
      const pid = Number(String(output).trim());
      const waited = { timeout: 10_000 };
      await expect.poll(() => readFile(`/proc/${parent.pid}/comm`, 'utf8'), waited).toBe('tail\n');
      parent.stdio[3]!.destroy();
      await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8'), waited).toContain(') Z');
      expect(await processStart(pid)).toMatch(/ ended$/);
    } finally {
      parent.kill('SIGKILL');
    }
  },
);
