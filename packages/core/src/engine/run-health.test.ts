import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  healthyRun,
  mayProbe,
  planHealth,
  type AttemptEnd,
  type HealthSample,
  type RunHealth,
} from './run-health.ts';

const process = {
  rssBytes: 1e9,
  heapUsedBytes: 5e8,
  heapLimitBytes: 4e9,
  eventLoopP99Ms: 5,
  eventLoopMaxMs: 20,
};

function next(before: RunHealth, sample: Partial<HealthSample> = {}): RunHealth {
  return planHealth(before, { atMs: 0, process, memoryBytes: 4e9, ended: [], ...sample });
}

function after(samples: readonly Partial<HealthSample>[]): RunHealth {
  return samples.reduce<RunHealth>(next, healthyRun);
}

const memoryAt = (seconds: number, share: number) => ({
  atMs: seconds * 1_000,
  process: { ...process, rssBytes: 4e9 * share },
});
const lagAt = (seconds: number, eventLoopP99Ms: number) => ({
  atMs: seconds * 1_000,
  process: { ...process, eventLoopP99Ms },
});
const at = (site: number, localReason: string | null, stage = 'crawl'): AttemptEnd => ({
  stage,
  site: `site-${site}`,
  localReason,
});
const lost = (count: number) => Array.from({ length: count }, (_, site) => at(site, 'dns_failed'));

describe('planHealth', () => {
  test('is healthy while nothing is short', () => {
    expect(after([{}, { ended: [at(1, null)] }])).toEqual(healthyRun);
  });

  test('memory: degraded when it fills, critical when it stays full, back when clearly less is used', () => {
    expect(after([memoryAt(0, 0.9)])).toMatchObject({
      state: 'degraded',
      reasons: [{ code: 'memory', detail: '90 % of the memory is in use' }],
    });
    expect(after([memoryAt(0, 0.97), memoryAt(9, 0.97)]).state).toBe('degraded');
    const full = [memoryAt(0, 0.97), memoryAt(5, 0.92), memoryAt(10, 0.97)];
    expect(after(full)).toMatchObject({ state: 'critical', criticalSinceMs: 10_000 });
    expect(after([...full, memoryAt(11, 0.91)])).toMatchObject({
      state: 'critical',
      criticalSinceMs: 10_000,
    });
    expect(after([...full, memoryAt(11, 0.88)])).toMatchObject({
      state: 'degraded',
      criticalSinceMs: null,
    });
    expect(after([...full, memoryAt(11, 0.5)]).state).toBe('healthy');
  });

  test('lag: one long turn is not critical, half a minute of them is', () => {
    expect(after([lagAt(0, 700)])).toMatchObject({ state: 'degraded', reasons: [{ code: 'lag' }] });
    expect(after([lagAt(0, 9_000), lagAt(9, 100), lagAt(31, 9_000)]).state).toBe('degraded');
    const late = after([lagAt(0, 3_000), lagAt(15, 2_500), lagAt(30, 3_000)]);
    expect(late).toMatchObject({ state: 'critical', reasons: [{ detail: expect.any(String) }] });
    expect(mayProbe(late)).toBe(false);
  });

  test('a lost network: ten sites in a row, and over with the first that ends otherwise', () => {
    expect(after([{ ended: lost(4) }]).state).toBe('healthy');
    expect(after([{ ended: lost(9) }]).state).toBe('degraded');
    const critical = after([{ ended: lost(6) }, { ended: lost(10) }]);
    expect(critical).toMatchObject({
      state: 'critical',
      reasons: [
        {
          code: 'dns_failed',
          detail: 'the last 16 attempts at `crawl` all failed with `dns_failed`',
        },
      ],
    });
    expect(mayProbe(critical)).toBe(true);
    expect(next(critical, { ended: [at(99, null)] })).toEqual(healthyRun);
  });

  test('many failures at few sites are those sites’ own', () => {
    const ended = Array.from({ length: 500 }, (_, n) => at(n % 4, 'dns_failed'));
    expect(after([{ ended }]).state).toBe('healthy');
  });

  test('a dataset of dead sites is not a lost network', () => {
    // Nine in ten name servers fail, the tenth name does not exist.
    const ended = Array.from({ length: 500 }, (_, n) => at(n, n % 10 === 9 ? null : 'dns_failed'));
    let health = healthyRun;
    for (const end of ended) {
      health = next(health, { ended: [end] });
      expect(health.state).not.toBe('critical');
    }
  });

  test('stages that need no network do not hide that it is lost', () => {
    const ended = lost(10).flatMap((end, n) => [end, at(n, null, 'rules')]);
    expect(after([{ ended }]).state).toBe('critical');
  });

  test('memory: what JavaScript may use of it counts, however much the machine has', () => {
    const heapUsedBytes = 0.9 * process.heapLimitBytes;
    expect(after([{ atMs: 0, process: { ...process, heapUsedBytes } }])).toMatchObject({
      state: 'degraded',
      reasons: [{ code: 'memory', detail: '90 % of the memory is in use' }],
    });
  });

  test('short memory while the network is lost: trying again does not help', () => {
    const both = after([memoryAt(0, 0.97), { ...memoryAt(10, 0.97), ended: lost(10) }]);
    expect(both.reasons.map(({ code }) => code)).toEqual(['memory', 'dns_failed']);
    expect(mayProbe(both)).toBe(false);
  });

  test('whatever happens: reasons if and only if not healthy, and a time if and only if critical', () => {
    const sample = fc.record({
      seconds: fc.nat(100),
      share: fc.double({ min: 0, max: 1.2, noNaN: true }),
      lagMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
      sites: fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        let atMs = 0;
        let health = healthyRun;
        for (const { seconds, share, lagMs, sites } of samples) {
          atMs += seconds * 1_000;
          const figures = { ...process, rssBytes: 4e9 * share, eventLoopP99Ms: lagMs };
          const ended = sites.map(([site, isLost]) => at(site, isLost ? 'dns_failed' : null));
          health = next(health, { atMs, process: figures, ended });
          expect(health.reasons.length > 0).toBe(health.state !== 'healthy');
          expect(health.criticalSinceMs !== null).toBe(health.state === 'critical');
        }
      }),
    );
  });
});
