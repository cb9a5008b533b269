import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How the process is doing. */
export interface ProcessHealth {
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** What JavaScript may use of the memory: with more the process dies. */
  readonly heapLimitBytes: number;
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
  const heapLimitBytes = getHeapStatistics().heap_size_limit;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    read() {
      const memory = process.memoryUsage();
      const health = {
        rssBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        heapLimitBytes,
        eventLoopP99Ms: milliseconds(delay.percentile(99)),
        eventLoopMaxMs: milliseconds(delay.max),
      };
      delay.reset();
      return health;
    },
    close: () => delay.disable(),
  };
}

/** How full the memory is, or the part of it that JavaScript may use, whichever is fuller; 1 is full. */
export function memoryShare(health: ProcessHealth, memoryBytes: number): number {
  const { rssBytes, heapUsedBytes, heapLimitBytes } = health;
  return Math.max(rssBytes / memoryBytes, heapUsedBytes / heapLimitBytes);
}

/** The histogram counts whole gaps in nanoseconds; what the timer itself waits for is not lag. */
function milliseconds(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds / 1e4) / 100 - RESOLUTION_MS);
}
