/** What a page is likely to tell, judged by the links that lead to it. */
export type PageRole = keyof typeof pageRoles;

/** How much a role is wanted, and how many pages of it one site is asked for. */
export interface RoleWish {
  /** From 0 to 100; what a perfect link to such a page scores. */
  readonly weight: number;
  readonly maxPages: number;
  /** Wanted only where the site shows no contact page and no imprint. */
  readonly isFallback: boolean;
}

export const pageRoles = {
  contact: { weight: 100, maxPages: 3, isFallback: false },
  imprint: { weight: 90, maxPages: 2, isFallback: false },
  about: { weight: 70, maxPages: 2, isFallback: false },
  locations: { weight: 65, maxPages: 2, isFallback: false },
  team: { weight: 60, maxPages: 2, isFallback: false },
  hours: { weight: 55, maxPages: 1, isFallback: false },
  support: { weight: 50, maxPages: 1, isFallback: false },
  privacy: { weight: 45, maxPages: 1, isFallback: true },
  terms: { weight: 40, maxPages: 1, isFallback: true },
  news: { weight: 38, maxPages: 1, isFallback: true },
} as const satisfies Record<string, RoleWish>;
