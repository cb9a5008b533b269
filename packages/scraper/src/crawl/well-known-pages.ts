import type { PageRole } from './page-roles.ts';
import type { ScoredLink } from './score-links.ts';

type Guess = readonly [path: string, role: PageRole];

const german: readonly Guess[] = [
  ['/impressum', 'imprint'],
  ['/kontakt', 'contact'],
];
const anywhere: readonly Guess[] = [['/contact', 'contact']];

/** By the last label of the host name: how sites of that country usually name these pages. */
const byTopLevel = new Map<string, readonly Guess[]>(
  Object.entries<readonly Guess[]>({
    de: german,
    at: german,
    ch: german,
    it: [['/contatti', 'contact']],
    es: [['/contacto', 'contact']],
    pt: [['/contactos', 'contact']],
    pl: [['/kontakt', 'contact']],
    cz: [['/kontakt', 'contact']],
    sk: [['/kontakt', 'contact']],
    se: [['/kontakt', 'contact']],
    no: [['/kontakt', 'contact']],
    dk: [['/kontakt', 'contact']],
    hu: [['/kapcsolat', 'contact']],
    fi: [['/yhteystiedot', 'contact']],
  }),
);

/** Guesses weigh less than anything that a page links to. */
const guessScore = 30;

/** Names the addresses where a site that links to nothing may keep its contact page. */
export function wellKnownPages(homeUrl: string): ScoredLink[] {
  const topLevel = new URL(homeUrl).hostname.split('.').at(-1) ?? '';
  const guesses = byTopLevel.get(topLevel) ?? anywhere;
  return guesses.map(([path, role]) => ({
    url: new URL(path, homeUrl).href,
    role,
    score: guessScore,
    isOtherLanguage: false,
  }));
}
