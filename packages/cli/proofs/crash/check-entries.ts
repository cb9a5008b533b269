import type { StoredEntry } from './read-entries.ts';

/** What is lost or done again although it was on disk when the process was killed. */
export function findLost(before: readonly StoredEntry[], after: readonly StoredEntry[]): string[] {
  const kept = countBy(after, identity);
  return before
    .filter((entry) => kept.get(identity(entry)) !== 1)
    .map((entry) => {
      const count = kept.get(identity(entry)) ?? 0;
      return `${entry.kind} ${entry.subject} of ${entry.at} was there once, is there ${count} times`;
    });
}

/**
 * Work that was done and stored twice. Shards know nothing of each other: what needs no site, such as the
 * answer that there is no model, each of them stores once.
 */
export function findRepeated(entries: readonly StoredEntry[]): string[] {
  const own = entries.filter(({ isInherited, kind }) => kind === 'record' || !isInherited);
  // A run that is based on another one has records of its own; its results are inherited.
  const results = new Map(
    own
      .filter(({ kind }) => kind === 'result')
      .map((entry) => [`${entry.run} ${entry.subject}`, entry]),
  );
  const counts = new Map([
    ...countBy(own, ({ kind, run, shard, subject }) =>
      kind === 'record'
        ? `record ${subject} of run ${run}`
        : `result ${subject} in ${run} ${shard}`,
    ),
    ...countBy([...results.values()], ({ subject }) => `result ${subject} in several runs`),
  ]);
  return [...counts].flatMap(([name, count]) =>
    count === 1 ? [] : [`${name} was stored ${count} times`],
  );
}

function identity({ run, kind, subject, at }: StoredEntry): string {
  return [run, kind, subject, at].join(' ');
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
