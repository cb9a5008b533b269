import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../engine/clock.ts';
import type { Settlement, WorkItem, WorkSource, WorkState } from '../engine/work-source.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';

/** A clock that stands still until it is told how late it is. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

/** A source under test, over the records it was asked for. */
export interface OpenedSource {
  readonly source: WorkSource;
  close(): Promise<void>;
}

/**
 * Runs the tests that every work source passes.
 *
 * @param name - of the implementation
 * @param open - opens a source over exactly these records, none of them settled
 */
export function workSourceContract(
  name: string,
  open: (records: readonly DatasetRecord[], clock: Clock) => Promise<OpenedSource>,
): void {
  describe(`${name} as a work source`, () => {
    let opened: OpenedSource | undefined;
    const clock = manualClock();

    async function sourceOf(count: number): Promise<WorkSource> {
      opened = await open(sampleRecords(count), clock);
      return opened.source;
    }

    afterEach(async () => {
      await opened?.close();
      opened = undefined;
    });

    test('hands out every record once, in dataset order, as it stands in the dataset', async () => {
      const source = await sourceOf(7);
      const first = await source.claim(3);
      const second = await source.claim(100);
      const third = await source.claim(1);
      const records = [...first.items, ...second.items].map(({ record }) => record);
      expect(first.items).toHaveLength(3);
      expect(records).toEqual(sampleRecords(7));
      expect(third).toEqual({ items: [], nextDueInMs: null });
    });

    test('starts a record with no attempts and no deferrals', async () => {
      const source = await sourceOf(1);
      const { items } = await source.claim(1);
      expect(items[0]?.state).toEqual({ attempts: {}, deferrals: 0, deferredMs: 0 });
    });

    test('hands out nothing when asked for nothing, and keeps it for later', async () => {
      const source = await sourceOf(2);
      expect((await source.claim(0)).items).toEqual([]);
      expect(ordinals((await source.claim(9)).items)).toEqual([0, 1]);
    });

    test('does not hand out again what is done', async () => {
      const source = await sourceOf(3);
      const { items } = await source.claim(2);
      await source.settle(items.map(done));
      expect(ordinals((await source.claim(9)).items)).toEqual([2]);
      expect((await source.claim(9)).items).toEqual([]);
    });

    test('keeps a claimed record while its claim is extended', async () => {
      const source = await sourceOf(2);
      await source.claim(1);
      await source.extend([0]);
      expect(ordinals((await source.claim(9)).items)).toEqual([1]);
    });

    test('holds a deferred record back until it is due and says how long that is', async () => {
      const source = await sourceOf(3);
      await source.claim(1);
      await source.settle([deferred(0, 500)]);
      const waiting = await source.claim(1);
      clock.advance(499);
      const early = await source.claim(9);
      clock.advance(1);
      const due = await source.claim(9);
      expect([ordinals(waiting.items), waiting.nextDueInMs]).toEqual([[1], 500]);
      expect([ordinals(early.items), early.nextDueInMs]).toEqual([[2], 1]);
      expect([ordinals(due.items), due.nextDueInMs]).toEqual([[0], null]);
    });

    test('gives a deferred record back whole, with the state it was deferred with', async () => {
      const source = await sourceOf(2);
      await source.claim(2);
      await source.settle([deferred(1, 10)]);
      clock.advance(10);
      const { items } = await source.claim(1);
      expect(items).toEqual([{ record: sampleRecords(2)[1], state: deferredState }]);
    });

    test('hands out due records first, the longest due before the others', async () => {
      const source = await sourceOf(5);
      await source.claim(3);
      await source.settle([deferred(0, 30), deferred(1, 10), deferred(2, 20)]);
      clock.advance(30);
      expect(ordinals((await source.claim(2)).items)).toEqual([1, 2]);
      expect(ordinals((await source.claim(9)).items)).toEqual([0, 3, 4]);
    });

    test('says zero when more records are due than were asked for', async () => {
      const source = await sourceOf(2);
      await source.claim(2);
      await source.settle([deferred(0, 5), deferred(1, 5)]);
      clock.advance(50);
      const claim = await source.claim(1);
      expect([claim.items.length, claim.nextDueInMs]).toEqual([1, 0]);
    });

    test('hands a released record out again with the state it was claimed with', async () => {
      const source = await sourceOf(2);
      await source.claim(1);
      await source.settle([deferred(0, 10)]);
      clock.advance(10);
      await source.claim(1);
      await source.settle([{ kind: 'released', ordinal: 0 }]);
      const { items } = await source.claim(1);
      expect(items).toEqual([{ record: sampleRecords(1)[0], state: deferredState }]);
    });

    test('lets a record be deferred again and again, and then be done', async () => {
      const source = await sourceOf(1);
      for (const _ of [1, 2, 3]) {
        expect(ordinals((await source.claim(1)).items)).toEqual([0]);
        await source.settle([deferred(0, 100)]);
        clock.advance(100);
      }
      const { items } = await source.claim(1);
      await source.settle(items.map(done));
      expect(await source.claim(1)).toEqual({ items: [], nextDueInMs: null });
    });

    test('refuses to settle a record that is not claimed', async () => {
      const source = await sourceOf(2);
      const { items } = await source.claim(1);
      await source.settle(items.map(done));
      await expect(source.settle(items.map(done))).rejects.toThrow('record 0 is not claimed');
      await expect(source.settle([deferred(1, 5)])).rejects.toThrow('record 1 is not claimed');
    });
  });
}

/** @returns a clock at noon of an arbitrary day; `sleep` moves it on and resolves at once */
export function manualClock(): ManualClock {
  let now = Date.UTC(2026, 0, 1, 12);
  return {
    now: () => now,
    advance: (ms) => void (now += ms),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

const deferredState: WorkState = {
  attempts: { crawl: 2 },
  deferrals: 1,
  deferredMs: 90_000,
};

function sampleRecords(count: number): readonly DatasetRecord[] {
  return Array.from({ length: count }, (_, ordinal) => ({
    key: `row-${ordinal}`,
    ordinal,
    shardKey: `site-${ordinal % 3}.example`,
    values: {
      website: `https://site-${ordinal % 3}.example/`,
      name: ordinal % 2 === 0 ? null : 'Ö',
    },
  }));
}

function ordinals(items: readonly WorkItem[]): readonly number[] {
  return items.map(({ record }) => record.ordinal);
}

function done({ record }: WorkItem): Settlement {
  return { kind: 'done', ordinal: record.ordinal, status: 'complete' };
}

function deferred(ordinal: number, dueInMs: number): Settlement {
  return { kind: 'deferred', ordinal, dueInMs, reason: 'rate_limited', state: deferredState };
}
