import { memoryShare, type ProcessHealth } from './process-health.ts';

export type HealthState = 'healthy' | 'degraded' | 'critical';

/** What keeps a run from being healthy. */
interface HealthReason {
  /** `memory`, `lag`, or the reason code that attempts failed with. */
  readonly code: string;
  /** In words, without a full stop. */
  readonly detail: string;
}

/** How a run is, for whoever watches it. */
export interface HealthReport {
  readonly state: HealthState;
  /** Empty while healthy. */
  readonly reasons: readonly HealthReason[];
}

/** How an attempt at a stage ended. */
export interface AttemptEnd {
  readonly stage: string;
  /** The record's shard key: several failures at one site are that site's. */
  readonly site: string;
  /** The code, where it tells of a trouble on this side of the network; else null. */
  readonly localReason: string | null;
}

/** What is known at one moment. */
export interface HealthSample {
  readonly atMs: number;
  readonly process: ProcessHealth;
  /** What the process may use, in bytes. */
  readonly memoryBytes: number;
  /** Attempts that ended since the last sample, in order. */
  readonly ended: readonly AttemptEnd[];
}

/** The report, and what the next one is planned from. */
export interface RunHealth extends HealthReport {
  /** Since when it is critical without a break; null when it is not. */
  readonly criticalSinceMs: number | null;
  /** Since when memory and event loop are far beyond what is good; null when they are not. */
  readonly fullSinceMs: number | null;
  readonly lateSinceMs: number | null;
  /** By stage: attempts in a row that failed for a local reason. */
  readonly streaks: Readonly<Record<string, Streak>>;
}

interface Streak {
  readonly code: string;
  readonly attempts: number;
  /** Different ones; no more are kept than are needed to tell. */
  readonly sites: readonly string[];
}

export const healthyRun: RunHealth = {
  state: 'healthy',
  reasons: [],
  criticalSinceMs: null,
  fullSinceMs: null,
  lateSinceMs: null,
  streaks: {},
};

const MEMORY = { degraded: 0.85, critical: 0.95, recovered: 0.9, patienceMs: 10_000 };
const LAG_MS = { degraded: 600, critical: 2_000, recovered: 600, patienceMs: 30_000 };
/** Different sites in a row that fail for the same side's trouble. */
const SITES = { degraded: 5, critical: 10 };

/**
 * Plans how a run is from what was seen since the last time. Memory and lag are critical when they stay far
 * beyond what is good; local trouble is critical when attempts at many sites in a row failed with nothing
 * else, and over with the first attempt that ends otherwise. A pure function.
 */
export function planHealth(before: RunHealth, sample: HealthSample): RunHealth {
  const { atMs, process, memoryBytes, ended } = sample;
  const share = memoryShare(process, memoryBytes);
  const fullSinceMs = since(before.fullSinceMs, share, MEMORY, atMs);
  const lateSinceMs = since(before.lateSinceMs, process.eventLoopP99Ms, LAG_MS, atMs);
  const streaks = ended.reduce(countEnd, before.streaks);
  const found = [
    judge(memoryReason(share), share, MEMORY, fullSinceMs, atMs),
    judge(lagReason(process.eventLoopP99Ms), process.eventLoopP99Ms, LAG_MS, lateSinceMs, atMs),
    ...Object.entries(streaks).map(([stage, streak]) => judgeStreak(stage, streak)),
  ].filter((finding) => finding !== null);
  const isCritical = found.some(({ state }) => state === 'critical');
  return {
    state: isCritical ? 'critical' : found.length > 0 ? 'degraded' : 'healthy',
    reasons: found
      .filter(({ state }) => !isCritical || state === 'critical')
      .map(({ reason }) => reason),
    criticalSinceMs: isCritical ? (before.criticalSinceMs ?? atMs) : null,
    fullSinceMs,
    lateSinceMs,
    streaks,
  };
}

/**
 * Whether a run that is critical can find out how it is only by trying: attempts failed, and nothing in
 * this process is short.
 */
export function mayProbe({ reasons, streaks }: RunHealth): boolean {
  const codes = new Set(Object.values(streaks).map(({ code }) => code));
  return reasons.every(({ code }) => codes.has(code));
}

interface Finding {
  readonly state: 'degraded' | 'critical';
  readonly reason: HealthReason;
}

interface Bounds {
  readonly degraded: number;
  readonly critical: number;
  readonly recovered: number;
  readonly patienceMs: number;
}

/** Since when a figure is beyond its critical bound; it has to fall clearly to be back. */
function since(
  beforeMs: number | null,
  figure: number,
  { critical, recovered }: Bounds,
  atMs: number,
): number | null {
  if (beforeMs === null) return figure > critical ? atMs : null;
  return figure > recovered ? beforeMs : null;
}

function judge(
  reason: HealthReason,
  figure: number,
  { degraded, patienceMs }: Bounds,
  sinceMs: number | null,
  atMs: number,
): Finding | null {
  if (sinceMs !== null && atMs - sinceMs >= patienceMs) return { state: 'critical', reason };
  return figure > degraded ? { state: 'degraded', reason } : null;
}

function judgeStreak(stage: string, { code, attempts, sites }: Streak): Finding | null {
  if (sites.length < SITES.degraded) return null;
  const detail = `the last ${attempts} attempts at \`${stage}\` all failed with \`${code}\``;
  const state = sites.length < SITES.critical ? 'degraded' : 'critical';
  return { state, reason: { code, detail } };
}

function countEnd(
  streaks: RunHealth['streaks'],
  { stage, site, localReason: code }: AttemptEnd,
): RunHealth['streaks'] {
  if (code === null) {
    const { [stage]: _, ...rest } = streaks;
    return rest;
  }
  const { attempts = 0, sites = [] } = streaks[stage] ?? {};
  const isKnown = sites.includes(site) || sites.length >= SITES.critical;
  const streak = { code, attempts: attempts + 1, sites: isKnown ? sites : [...sites, site] };
  return { ...streaks, [stage]: streak };
}

function memoryReason(share: number): HealthReason {
  return { code: 'memory', detail: `${Math.round(share * 100)} % of the memory is in use` };
}

function lagReason(lagMs: number): HealthReason {
  return { code: 'lag', detail: `the process is ${(lagMs / 1_000).toFixed(1)} s late` };
}
