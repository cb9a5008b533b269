import { memoryShare, type ProcessHealth } from './process-health.ts';
import type { RoundTally } from './work-round.ts';

/** Records in work at the same time, and what the next round is compared with. */
export interface WorkWindow {
  readonly size: number;
  /** What was about right when it last was too large; null until then. */
  readonly ceiling: number | null;
  /** Rounds above the ceiling that nothing complained about. */
  readonly calmRounds: number;
  /** The usual share of attempts that have to be made again; null before there were enough to tell. */
  readonly usualAgain: number | null;
  /** By stage: what an attempt takes where nothing is too much for the other side, as in `RoundTally.waits`. */
  readonly usualLn: Readonly<Record<string, number>>;
  /** How far rounds usually are from that, as a share. */
  readonly usualSpread: number;
  /** How many times the usual the last round took, where the window was made smaller for it. */
  readonly shrunkAt: number | null;
}

export interface WindowBounds {
  readonly min: number;
  readonly max: number;
}

/** What the window is judged by beside the attempts. */
export interface WindowProcess {
  readonly health: ProcessHealth;
  /** What the process may use, in bytes. */
  readonly memoryBytes: number;
}

/** A process that answers later than this is short of processor time, in milliseconds. */
const BUSY_LAG_MS = 150;
const OVERLOADED_LAG_MS = 600;
const FULL_MEMORY = 0.85;
/** Fewer attempts tell nothing about a share. */
const MIN_ENDED = 10;
/** Refusals that end a round early: waiting for its end would bring many more. */
const MIN_REFUSALS = 4;
/** So much more than usual is not chance. */
const UNUSUAL_AGAIN = 0.25;
/** What a run begins with may be too much already. */
const MAX_FIRST_AGAIN = 0.25;
/** How fast the usual follows: what answers take faster downwards, for less is what they really need. */
const WEIGHT = { again: 0.1, spread: 0.1, faster: 0.3, slower: 0.02 };
const FIRST_SPREAD = 0.1;
/** Rounds are slow when they are farther from the usual than by chance, and by so much at least. */
const SLOW = { spreads: 3, atLeast: 0.1 };
/** A round that takes the same as the one before, give or take so much, was not helped by fewer records. */
const NO_HELP = 0.05;
/** Factor while searching; of the way to the ceiling; and of the size, by the square of calm rounds above it. */
const GROWTH = { searching: 2, below: 0.5, above: 0.02 };
const SHRINKAGE = { memory: 0.5, lag: 0.75, again: 0.5, slowMost: 0.5, slowLeast: 0.9 };

export function openWindow(size: number): WorkWindow {
  return {
    size,
    ceiling: null,
    calmRounds: 0,
    usualAgain: null,
    usualLn: {},
    usualSpread: FIRST_SPREAD,
    shrunkAt: null,
  };
}

/** Whether a round tells enough to plan the window by it: as many attempts as fit in, or a refusal of many. */
export function isRoundOver(window: WorkWindow, round: RoundTally): boolean {
  const { ended, again } = round;
  if (ended >= Math.max(MIN_ENDED, window.size)) return true;
  return again >= MIN_REFUSALS && isUnusual(window.usualAgain, again / ended);
}

/**
 * Plans how many records are in work at the same time from how the attempts of a round ended: fewer when clearly
 * more than usual have to be made again, or when answers take clearly longer than they did, and more while
 * the window is full and nothing complains. Hosts that never answer are part of the usual. A pure function.
 */
export function planWindow(
  window: WorkWindow,
  round: RoundTally,
  process: WindowProcess,
  bounds: WindowBounds,
): WorkWindow {
  const share = round.again / round.ended;
  const slowness = slownessOf(window, round);
  const judged = { ...window, usualAgain: nextUsual(window.usualAgain, share) };
  if (isUnusual(window.usualAgain, share)) return shrink(judged, SHRINKAGE.again, bounds);
  if (slowness > slowFrom(window)) return planSlower(judged, round, slowness, bounds);
  const learned = learn(judged, round, slowness);
  return mayGrow(round, process) ? grow(learned, bounds) : learned;
}

/** Makes the window smaller when the process lags or its memory fills. A pure function. */
export function spareProcess(
  window: WorkWindow,
  { health, memoryBytes }: WindowProcess,
  bounds: WindowBounds,
): WorkWindow {
  if (memoryShare(health, memoryBytes) > FULL_MEMORY)
    return shrink(window, SHRINKAGE.memory, bounds);
  if (health.eventLoopP99Ms > OVERLOADED_LAG_MS) return shrink(window, SHRINKAGE.lag, bounds);
  return window;
}

/** Smaller, unless that did not help the last time: then it is not for this window that answers take longer. */
function planSlower(
  window: WorkWindow,
  round: RoundTally,
  slowness: number,
  bounds: WindowBounds,
): WorkWindow {
  if (isAbout(slowness, window.shrunkAt)) {
    return { ...window, usualLn: { ...window.usualLn, ...meansOf(round) }, shrunkAt: null };
  }
  const factor = Math.min(SHRINKAGE.slowLeast, Math.max(SHRINKAGE.slowMost, 1 / slowness));
  // Answers take longer faster than the window grows: what is right lies above what empties the other side.
  const ceiling = window.size / Math.sqrt(slowness);
  return { ...shrink(window, factor, bounds, ceiling), shrunkAt: slowness };
}

/** What is much slower still is another trouble, which came meanwhile. */
function isAbout(slowness: number, before: number | null): boolean {
  return before !== null && Math.abs(slowness / before - 1) < NO_HELP;
}

function shrink(
  window: WorkWindow,
  factor: number,
  { min }: WindowBounds,
  ceiling = window.size * factor,
): WorkWindow {
  const size = Math.max(min, Math.round(window.size * factor));
  return { ...window, size, ceiling, calmRounds: 0, shrunkAt: null };
}

/** Doubles until it knows a ceiling; then up to there soon, around it slowly, and above it faster and faster. */
function grow(window: WorkWindow, { max }: WindowBounds): WorkWindow {
  const { size, ceiling } = window;
  if (ceiling === null) return { ...window, size: Math.min(max, size * GROWTH.searching) };
  const isBelow = size < ceiling;
  const calmRounds = isBelow ? 0 : window.calmRounds + 1;
  const step = isBelow ? (ceiling - size) * GROWTH.below : size * GROWTH.above * calmRounds ** 2;
  return { ...window, size: Math.min(max, size + Math.max(1, Math.round(step))), calmRounds };
}

function mayGrow({ wasFull }: RoundTally, { health, memoryBytes }: WindowProcess): boolean {
  const hasRoom = memoryShare(health, memoryBytes) < FULL_MEMORY;
  return wasFull && hasRoom && health.eventLoopP99Ms < BUSY_LAG_MS;
}

function isUnusual(usual: number | null, share: number): boolean {
  return share > (usual ?? MAX_FIRST_AGAIN) + UNUSUAL_AGAIN;
}

function nextUsual(usual: number | null, share: number): number {
  if (usual === null) return Math.min(share, MAX_FIRST_AGAIN);
  return usual + (share - usual) * WEIGHT.again;
}

/** How many times the usual the round took; 1 where nothing is usual yet. */
function slownessOf({ usualLn }: WorkWindow, { waits }: RoundTally): number {
  let attempts = 0;
  let tookLn = 0;
  for (const [stage, { count, totalLn }] of Object.entries(waits)) {
    const usual = usualLn[stage];
    if (usual === undefined) continue;
    attempts += count;
    tookLn += totalLn - usual * count;
  }
  return attempts === 0 ? 1 : Math.exp(tookLn / attempts);
}

function slowFrom({ usualSpread }: WorkWindow): number {
  return 1 + Math.max(SLOW.atLeast, SLOW.spreads * usualSpread);
}

function learn(window: WorkWindow, round: RoundTally, slowness: number): WorkWindow {
  const usualLn = { ...window.usualLn };
  for (const [stage, mean] of Object.entries(meansOf(round))) {
    const usual = usualLn[stage] ?? mean;
    usualLn[stage] = usual + (mean - usual) * (mean < usual ? WEIGHT.faster : WEIGHT.slower);
  }
  // Above the ceiling it may be the window that makes rounds differ, and not chance.
  const { ceiling, size, usualSpread: before } = window;
  const isChance = ceiling === null || size < ceiling;
  const spread = isChance ? Math.abs(slowness - 1) : before;
  const usualSpread = before + (spread - before) * WEIGHT.spread;
  return { ...window, usualLn, usualSpread, shrunkAt: null };
}

function meansOf({ waits }: RoundTally): Record<string, number> {
  const means = Object.entries(waits).map(([stage, { count, totalLn }]) => [
    stage,
    totalLn / count,
  ]);
  return Object.fromEntries(means) as Record<string, number>;
}
