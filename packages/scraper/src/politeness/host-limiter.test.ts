import { setImmediate as afterEvents } from 'node:timers/promises';
import type { Clock } from '@sluice/core';
import { afterMs, createTestWeb, page } from '@sluice/testkit';
import { describe, expect, it } from 'vitest';
import { webFetcher } from '../fetch/testing/web-fetcher.ts';
import { createHostLimiter } from './host-limiter.ts';

/** Time that passes only when a test says so. */
class ManualClock implements Clock {
  #nowMs = 1_000_000;
  readonly #sleepers = new Set<{ dueMs: number; wake: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { dueMs: this.#nowMs + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets everything run that can run, moves the time on, and lets everything run again. */
  async advance(ms: number): Promise<void> {
    await afterEvents();
    this.#nowMs += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.dueMs > this.#nowMs) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await afterEvents();
  }
}

/** Work that ends when told, and what is running of it. */
function workbench() {
  const running: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    running,
    work: (name: string) => () =>
      new Promise<string>((resolve) => {
        running.push(name);
        ends.set(name, () => {
          running.splice(running.indexOf(name), 1);
          resolve(name);
        });
      }),
    async end(name: string): Promise<void> {
      ends.get(name)?.();
      await afterEvents();
    },
  };
}

describe('createHostLimiter', () => {
  it('runs one at a time per host, in the order of asking, and hosts side by side', async () => {
    const limiter = createHostLimiter();
    const bench = workbench();
    const all = ['a1', 'a2', 'a3', 'b1'].map((name) =>
      limiter.run(name.slice(0, 1), bench.work(name)),
    );
    await afterEvents();
    expect(bench.running).toEqual(['a1', 'b1']);
    await bench.end('a1');
    expect(bench.running).toEqual(['b1', 'a2']);
    await bench.end('a2');
    expect(bench.running).toEqual(['b1', 'a3']);
    await bench.end('b1');
    await bench.end('a3');
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('allows more at a time where that is asked for', async () => {
    const limiter = createHostLimiter({ perHost: 2 });
    const bench = workbench();
    const all = ['1', '2', '3'].map((name) => limiter.run('a', bench.work(name)));
    await afterEvents();
    expect(bench.running).toEqual(['1', '2']);
    for (const name of ['1', '2', '3']) await bench.end(name);
    await Promise.all(all);
  });

  it('holds the limit over all hosts', async () => {
    const limiter = createHostLimiter({ concurrency: 2 });
    const bench = workbench();
    const all = ['a', 'b', 'c'].map((host) => limiter.run(host, bench.work(host)));
    await afterEvents();
    expect(bench.running).toEqual(['a', 'b']);
    await bench.end('b');
    expect(bench.running).toEqual(['a', 'c']);
    for (const name of ['a', 'c']) await bench.end(name);
    await Promise.all(all);
  });

  it('passes the failure of the work on and goes on with the next', async () => {
    const limiter = createHostLimiter();
    const broken = limiter.run('a', () => Promise.reject(new Error('broken')));
    const next = limiter.run('a', () => Promise.resolve('fine'));
    await expect(broken).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });

  it('waits the delay from the end of one to the start of the next', async () => {
    const clock = new ManualClock();
    const limiter = createHostLimiter({ delayMs: 100, clock });
    const bench = workbench();
    const all = ['1', '2'].map((name) => limiter.run('a', bench.work(name)));
    await clock.advance(500);
    expect(bench.running).toEqual(['1']);
    await bench.end('1');
    await clock.advance(99);
    expect(bench.running).toEqual([]);
    await clock.advance(1);
    expect(bench.running).toEqual(['2']);
    await bench.end('2');
    await Promise.all(all);
  });

  it('remembers the delay of a host that nobody waits for', async () => {
    const clock = new ManualClock();
    const limiter = createHostLimiter({ delayMs: 100, clock });
    const bench = workbench();
    await limiter.run('a', () => Promise.resolve());
    const second = limiter.run('a', bench.work('2'));
    await clock.advance(99);
    expect(bench.running).toEqual([]);
    await clock.advance(1);
    expect(bench.running).toEqual(['2']);
    await bench.end('2');
    await second;
  });

  it("obeys the host's own delay where it is longer", async () => {
    const clock = new ManualClock();
    const limiter = createHostLimiter({ delayMs: 100, clock });
    const bench = workbench();
    await limiter.run('a', () => Promise.resolve(), { crawlDelayMs: 1_000 });
    const second = limiter.run('a', bench.work('2'));
    await clock.advance(999);
    expect(bench.running).toEqual([]);
    await clock.advance(1);
    expect(bench.running).toEqual(['2']);
    await bench.end('2');
    await second;
  });

  it('does not use up a place of the limit over all hosts while a host cools down', async () => {
    const clock = new ManualClock();
    const limiter = createHostLimiter({ delayMs: 100, concurrency: 1, clock });
    await limiter.run('a', () => Promise.resolve());
    const cooling = limiter.run('a', () => Promise.resolve('a'));
    await expect(limiter.run('b', () => Promise.resolve('b'))).resolves.toBe('b');
    await clock.advance(100);
    await expect(cooling).resolves.toBe('a');
  });

  describe('when aborted', () => {
    const reason = new Error('enough');

    it('leaves the queue of the host', async () => {
      const limiter = createHostLimiter();
      const bench = workbench();
      const controller = new AbortController();
      const first = limiter.run('a', bench.work('1'));
      const second = limiter.run('a', bench.work('2'), { signal: controller.signal });
      const third = limiter.run('a', bench.work('3'));
      controller.abort(reason);
      await expect(second).rejects.toBe(reason);
      await bench.end('1');
      expect(bench.running).toEqual(['3']);
      await bench.end('3');
      await Promise.all([first, third]);
      expect(limiter.hosts).toBe(0);
    });

    it('leaves the delay', async () => {
      const clock = new ManualClock();
      const limiter = createHostLimiter({ delayMs: 100, clock });
      const controller = new AbortController();
      await limiter.run('a', () => Promise.resolve());
      const waiting = limiter.run('a', () => Promise.resolve(), { signal: controller.signal });
      await afterEvents();
      controller.abort(reason);
      await expect(waiting).rejects.toBe(reason);
    });

    it('leaves the queue for all hosts', async () => {
      const limiter = createHostLimiter({ concurrency: 1 });
      const bench = workbench();
      const controller = new AbortController();
      const first = limiter.run('a', bench.work('1'));
      const second = limiter.run('b', bench.work('2'), { signal: controller.signal });
      await afterEvents();
      controller.abort(reason);
      await expect(second).rejects.toBe(reason);
      await bench.end('1');
      await first;
      expect(limiter.hosts).toBe(0);
    });

    it('does not begin when that was before', async () => {
      const limiter = createHostLimiter();
      const signal = AbortSignal.abort(reason);
      const bench = workbench();
      await expect(limiter.run('a', bench.work('1'), { signal })).rejects.toBe(reason);
      expect(bench.running).toEqual([]);
    });
  });

  it('forgets hosts: at once without a delay, else when it is over', async () => {
    const clock = new ManualClock();
    const eager = createHostLimiter({ clock });
    const patient = createHostLimiter({ delayMs: 100, clock });
    for (let host = 0; host < 1_000; host += 1) {
      await eager.run(`${host}.test`, () => Promise.resolve());
      await patient.run(`${host}.test`, () => Promise.resolve());
    }
    expect(eager.hosts).toBe(0);
    expect(patient.hosts).toBe(1_000);
    await clock.advance(100);
    await patient.run('another.test', () => Promise.resolve());
    expect(patient.hosts).toBe(1);
  });
});

describe('a fetcher with a limiter', () => {
  it('never asks a host for two pages at the same time, redirects from elsewhere included', async () => {
    await using web = await createTestWeb();
    const hosts = ['a.test', 'b.test', 'c.test'];
    const slow = afterMs(3, page('x'));
    for (const [index, host] of hosts.entries()) {
      const next = hosts[(index + 1) % hosts.length];
      const elsewhere = web.originUrl(`http://${next}/page`);
      web.site(host, {
        '/page*': slow,
        '/away*': afterMs(
          2,
          ({ response }) => void response.writeHead(302, { location: elsewhere }).end(),
        ),
        '/broken*': ({ breakConnection }) => breakConnection('reset'),
        '/missing*': ({ response }) => void response.writeHead(404).end('x'.repeat(200_000)),
      });
    }
    const fetcher = webFetcher(web, { limiter: createHostLimiter({ concurrency: 8 }) });
    const paths = ['/page', '/away', '/broken', '/missing'];
    const urls = Array.from({ length: 15 }, (_, number) =>
      hosts.flatMap((host) =>
        paths.map((path) => web.originUrl(`http://${host}${path}?${number}`)),
      ),
    ).flat();
    await Promise.allSettled(urls.map((url) => fetcher.fetch(url)));
    await fetcher.close();
    const { byHost } = web.counts();
    for (const host of hosts) {
      expect(byHost[host]?.requests).toBe(15 * 5);
      expect(byHost[host]?.maxConcurrentRequests).toBe(1);
    }
  });
});
