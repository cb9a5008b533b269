import type { Gold } from './gold.ts';

/** The columns that are scored, as a result row has them. */
export interface FoundValues {
  readonly id: string;
  readonly phones: readonly string[];
  readonly fax: string | null;
  readonly emails: readonly string[];
  readonly company_name: string | null;
  readonly logo_url: string | null;
  readonly banner_url: string | null;
}

/** One line of the score. Counts are of values for lists, of sites for single values. */
export interface Score {
  readonly column: string;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
  /** right ÷ (right + wrong); null where nothing was found. */
  readonly precision: number | null;
  /** right ÷ (right + missed); null where there was nothing to find. */
  readonly recall: number | null;
  readonly f1: number | null;
  /** What went wrong, site by site. */
  readonly errors: readonly string[];
}

type Pair = readonly [found: FoundValues, gold: Gold];

/** Scores results against what people read off the same sites. */
export function measure(pairs: readonly Pair[]): Score[] {
  return [
    scoreLists(
      'phones',
      pairs,
      (found) => found.phones,
      (gold) => gold.phones,
    ),
    scoreLists(
      'fax',
      pairs,
      (found) => [found.fax ?? []].flat(),
      (gold) => gold.fax,
    ),
    scoreMailto(pairs),
    scoreSingles('company_name', pairs, (found) => found.company_name, names, foldName),
    scoreSingles('logo_url', pairs, (found) => found.logo_url, logos, foldUrl),
    scoreSingles('banner_url', pairs, (found) => found.banner_url, banners, foldUrl),
  ];
}

/** Sites without an image for which none was invented, and all such sites. */
export function countUninvented(
  pairs: readonly Pair[],
  column: 'logo_url' | 'banner_url',
): { right: number; sites: number } {
  const without = pairs.filter(
    ([, gold]) => (column === 'logo_url' ? gold.logo : gold.banner) === null,
  );
  const right = without.filter(([found]) => found[column] === null);
  return { right: right.length, sites: without.length };
}

/** The answer that people gave, null where there is none to find, and others that are as good. */
type Answer = readonly [best: string | null, others: readonly string[]];

function names(gold: Gold): Answer {
  return [gold.name, gold.name_alternatives];
}

function logos(gold: Gold): Answer {
  return [gold.logo, gold.logo_alternatives];
}

function banners(gold: Gold): Answer {
  return [gold.banner, gold.banner_alternatives];
}

function scoreLists(
  column: string,
  pairs: readonly Pair[],
  foundOf: (found: FoundValues) => readonly string[],
  goldOf: (gold: Gold) => readonly string[] | null,
): Score {
  const tally = new Tally();
  for (const [found, gold] of pairs) {
    const expected = goldOf(gold);
    if (expected === null) continue;
    const values = foundOf(found);
    for (const value of values) {
      if (expected.includes(value)) tally.right += 1;
      else tally.addWrong(`${gold.id}: \`${value}\` is not one of ${show(expected)}`);
    }
    for (const value of expected.filter((phone) => !values.includes(phone))) {
      tally.addMissed(`${gold.id}: \`${value}\` was not found, only ${show(values)}`);
    }
  }
  return tally.score(column);
}

/** People listed the addresses in links only, so what else is found is neither right nor wrong. */
function scoreMailto(pairs: readonly Pair[]): Score {
  const tally = new Tally();
  for (const [found, gold] of pairs) {
    const values = found.emails.map((email) => email.toLowerCase());
    for (const address of (gold.mailto ?? []).map(asAddress)) {
      if (values.includes(address.toLowerCase())) tally.right += 1;
      else tally.addMissed(`${gold.id}: \`${address}\` was not found, only ${show(values)}`);
    }
  }
  return tally.score('emails (mailto)');
}

/** Gold has the links as written, `%20` and all. */
function asAddress(link: string): string {
  return link.replaceAll('%20', ' ').trim();
}

function scoreSingles(
  column: string,
  pairs: readonly Pair[],
  foundOf: (found: FoundValues) => string | null,
  goldOf: (gold: Gold) => Answer,
  fold: (value: string) => string,
): Score {
  const tally = new Tally();
  for (const [found, gold] of pairs) {
    const [best, others] = goldOf(gold);
    const accepted = [best ?? [], others].flat();
    const value = foundOf(found);
    const isRight = value !== null && accepted.some((answer) => fold(answer) === fold(value));
    if (isRight) tally.right += 1;
    else if (value !== null)
      tally.addWrong(`${gold.id}: \`${value}\` is not one of ${show(accepted)}`);
    if (!isRight && best !== null) tally.addMissed(`${gold.id}: missed ${show(accepted)}`);
  }
  return tally.score(column);
}

class Tally {
  right = 0;
  #wrong = 0;
  #missed = 0;
  readonly #errors: string[] = [];

  addWrong(error: string): void {
    this.#wrong += 1;
    this.#errors.push(error);
  }

  addMissed(error: string): void {
    this.#missed += 1;
    this.#errors.push(error);
  }

  score(column: string): Score {
    const { right } = this;
    const [wrong, missed] = [this.#wrong, this.#missed];
    const precision = ratio(right, right + wrong);
    const recall = ratio(right, right + missed);
    const f1 = ratio(2 * right, 2 * right + wrong + missed);
    return { column, right, wrong, missed, precision, recall, f1, errors: this.#errors };
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function foldUrl(url: string): string {
  return URL.parse(url)?.href ?? url;
}

function show(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.map((value) => `\`${value}\``).join(', ');
}
