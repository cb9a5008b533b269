import { monitorHealth } from '@sluice/core';

/** What a piece of work took of the process that did it. */
export interface Usage {
  readonly elapsedMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  /** Of the thread that runs JavaScript; what is left of `cpuMs` went beside it. */
  readonly mainCpuMs: number;
  /** Of the process since its start, so that modules and start-up are in it. */
  readonly peakRssBytes: number;
  /** Gap between turns of the event loop, 99th percentile, in milliseconds. */
  readonly loopGapP99Ms: number;
  readonly loopGapMaxMs: number;
}

/** Does the work, and measures what it takes. */
export async function measureUsage(work: () => Promise<unknown>): Promise<Usage> {
  const health = monitorHealth();
  const cpu = process.cpuUsage();
  const mainCpu = process.threadCpuUsage();
  const startMs = performance.now();
  await work();
  const elapsedMs = performance.now() - startMs;
  const cpuMs = milliseconds(process.cpuUsage(cpu));
  const mainCpuMs = milliseconds(process.threadCpuUsage(mainCpu));
  const { eventLoopP99Ms, eventLoopMaxMs } = health.read();
  health.close();
  return {
    elapsedMs,
    cpuMs,
    mainCpuMs,
    peakRssBytes: peakRssBytes(),
    loopGapP99Ms: eventLoopP99Ms,
    loopGapMaxMs: eventLoopMaxMs,
  };
}

/** The most memory that this process ever held. */
export function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}
