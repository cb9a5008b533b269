import { constrainedMemory } from 'node:process';
import { totalmem } from 'node:os';
import type { ProcessHealth } from './process-health.ts';

/** What happened since the window was last looked at. */
export interface WindowSample {
  readonly health: ProcessHealth;
  /** What the process may use, in bytes. */
  readonly memoryBytes: number;
  /** Attempts at a stage that ended. */
  readonly ended: number;
  /** Of these, those that have to be made again: the other side timed out, or said that it has too much to do. */
  readonly again: number;
  /** Whether the window was full: a window that is not used says nothing about a larger one. */
  readonly wasFull: boolean;
}

/** Records in work at the same time, and what the next sample is compared with. */
export interface WorkWindow {
  readonly size: number;
  /** The usual share of attempts that have to be made again; null before there were enough to tell. */
  readonly usualAgain: number | null;
}

export interface WindowBounds {
  readonly min: number;
  readonly max: number;
}

/** A process that answers later than this is short of processor time, in milliseconds. */
const BUSY_LAG_MS = 150;
const OVERLOADED_LAG_MS = 600;
const FULL_MEMORY = 0.85;
/** Fewer attempts tell nothing about a share. */
const MIN_ENDED = 10;
/** So much more than usual is not chance. */
const UNUSUAL_AGAIN = 0.25;
/** How fast the usual follows. */
const USUAL_WEIGHT = 0.1;
const GROWTH = 1.1;
const SHRINKAGE = { memory: 0.5, lag: 0.75, again: 0.7 };

/**
 * Plans how many records are in work at the same time: more while the window is full and nothing is short,
 * fewer when the process lags, when its memory fills, or when clearly more attempts than usual have to be
 * made again. Hosts that never answer are part of the usual. A pure function.
 */
export function planWindow(
  window: WorkWindow,
  sample: WindowSample,
  { min, max }: WindowBounds,
): WorkWindow {
  const share = sample.ended < MIN_ENDED ? null : sample.again / sample.ended;
  const size = Math.round(window.size * factorOf(window, sample, share));
  const grown = size === window.size && mayGrow(window, sample, share) ? size + 1 : size;
  return {
    size: Math.min(max, Math.max(min, grown)),
    usualAgain: nextUsual(window.usualAgain, share),
  };
}

function factorOf(window: WorkWindow, sample: WindowSample, share: number | null): number {
  const { rssBytes, eventLoopP99Ms } = sample.health;
  if (rssBytes > sample.memoryBytes * FULL_MEMORY) return SHRINKAGE.memory;
  if (eventLoopP99Ms > OVERLOADED_LAG_MS) return SHRINKAGE.lag;
  if (isUnusual(window.usualAgain, share)) return SHRINKAGE.again;
  return mayGrow(window, sample, share) ? GROWTH : 1;
}

function mayGrow({ usualAgain }: WorkWindow, sample: WindowSample, share: number | null): boolean {
  const isIdle = sample.health.eventLoopP99Ms < BUSY_LAG_MS;
  const hasRoom = sample.health.rssBytes < sample.memoryBytes * FULL_MEMORY;
  return sample.wasFull && isIdle && hasRoom && !isUnusual(usualAgain, share);
}

function isUnusual(usual: number | null, share: number | null): boolean {
  return usual !== null && share !== null && share > usual + UNUSUAL_AGAIN;
}

function nextUsual(usual: number | null, share: number | null): number | null {
  if (usual === null || share === null) return usual ?? share;
  return usual + (share - usual) * USUAL_WEIGHT;
}

/** What this process may use: the container's limit, else the machine's memory. In bytes. */
export function availableMemory(): number {
  const limit = constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
