import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How the process is doing. */
export interface ProcessHealth {
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** Gap between turns of the event loop since the last reading, 99th percentile, in milliseconds. */
  readonly eventLoopP99Ms: number;
  readonly eventLoopMaxMs: number;
}

export interface HealthMonitor {
  /** Reads the figures since the last reading. */
  read(): ProcessHealth;
  close(): void;
}

const RESOLUTION_MS = 5;

/** Watches memory and the event loop of this process. */
export function monitorHealth(): HealthMonitor {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    read() {
      const memory = process.memoryUsage();
      const health = {
        rssBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        eventLoopP99Ms: milliseconds(delay.percentile(99)),
        eventLoopMaxMs: milliseconds(delay.max),
      };
      delay.reset();
      return health;
    },
    close: () => delay.disable(),
  };
}

/** The histogram counts whole gaps in nanoseconds; what the timer itself waits for is not lag. */
function milliseconds(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds / 1e4) / 100 - RESOLUTION_MS);
}
