import { brokenHomes } from './kinds/broken-homes.ts';
import { brokenHosts } from './kinds/broken-hosts.ts';
import { laterSites } from './kinds/later-sites.ts';
import { oddRows } from './kinds/odd-rows.ts';
import { oddSites } from './kinds/odd-sites.ts';
import { walls } from './kinds/walls.ts';
import type { SiteKind } from './site-kind.ts';

/**
 * Every way in which a site of the soak misbehaves. How a record ends is written by hand from what the
 * documentation promises (`packages/scraper/src/reasons.ts`), never copied from a run.
 */
export const siteKinds: readonly SiteKind[] = [
  ...laterSites,
  ...brokenHomes,
  ...brokenHosts,
  ...walls,
  ...oddSites,
  ...oddRows,
];

/** The host of record number `n`, of some kind. */
export function kindHost({ name }: Pick<SiteKind, 'name'>, n: number): string {
  return `${name}-${n}.test`;
}

/** What a host is, by its name alone; undefined for other hosts. */
export function findKind(host: string): { kind: SiteKind; n: number } | undefined {
  const [, name, n] = /^(.+)-(\d+)\.test$/.exec(host) ?? [];
  const kind = siteKinds.find((one) => one.name === name);
  return kind && { kind, n: Number(n) };
}
