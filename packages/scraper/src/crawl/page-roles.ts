/** What a page is likely to tell, judged by the links that lead to it. */
export type PageRole = keyof typeof pageRoles;

/**
 * When a page is worth a request. What counts as told is what pages kept so far tell, and a contact page is
 * one that says how to reach the owner, an imprint included.
 *
 * - `always`
 * - `until_described`: until there is one, and who they are is told
 * - `until_reached`: until there is one, and a phone number and an e-mail address are told
 * - `fallback`: without one, until number and address are told
 * - `last_resort`: without one, until number or address is told
 */
export type RoleNeed = 'always' | 'until_described' | 'until_reached' | 'fallback' | 'last_resort';

/** How much a role is wanted, and how many pages of it one site is asked for. */
export interface RoleWish {
  /** From 0 to 100; what a perfect link to such a page scores. */
  readonly weight: number;
  /** Pages that are kept; all but the first only until number and address are told. */
  readonly maxPages: number;
  /** Pages that could not be had, after which none is asked for in their place. */
  readonly maxVain: number;
  readonly need: RoleNeed;
}

export const pageRoles = {
  contact: { weight: 100, maxPages: 3, maxVain: 2, need: 'always' },
  imprint: { weight: 90, maxPages: 2, maxVain: 2, need: 'always' },
  locations: { weight: 70, maxPages: 1, maxVain: 1, need: 'always' },
  about: { weight: 65, maxPages: 1, maxVain: 1, need: 'until_described' },
  team: { weight: 60, maxPages: 2, maxVain: 1, need: 'always' },
  hours: { weight: 55, maxPages: 1, maxVain: 1, need: 'always' },
  support: { weight: 50, maxPages: 1, maxVain: 1, need: 'until_reached' },
  privacy: { weight: 45, maxPages: 1, maxVain: 1, need: 'fallback' },
  terms: { weight: 40, maxPages: 1, maxVain: 1, need: 'last_resort' },
  news: { weight: 38, maxPages: 1, maxVain: 1, need: 'fallback' },
} as const satisfies Record<string, RoleWish>;
