import { afterEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../engine/ledger.ts';
import type { ResultEntry } from '../model/ledger-entry.ts';
import { sampleAttempt, sampleRecord, sampleResult } from './ledger-entries.ts';

/** A ledger under test. */
export interface OpenedLedger {
  readonly ledger: Ledger;
  /** Ends the ledger and opens it again over what it has kept. */
  reopen(): Promise<Ledger>;
  close(): Promise<void>;
}

/**
 * Runs the tests that every ledger passes.
 *
 * @param name - of the implementation
 * @param open - opens an empty ledger over an earlier run's results, which that run produced itself
 */
export function ledgerContract(
  name: string,
  open: (base: readonly ResultEntry[]) => Promise<OpenedLedger>,
): void {
  describe(`${name} as a ledger`, () => {
    let opened: OpenedLedger | undefined;

    async function openOver(...base: ResultEntry[]): Promise<Ledger> {
      opened = await open(base);
      return opened.ledger;
    }

    async function reopened(): Promise<Ledger> {
      if (opened === undefined) throw new Error('nothing is open');
      return opened.reopen();
    }

    afterEach(async () => {
      await opened?.close();
      opened = undefined;
    });

    test('knows nothing at first', async () => {
      const ledger = await openOver();
      const { fingerprint } = sampleResult(1);
      expect(await ledger.lookup([fingerprint, fingerprint])).toEqual([undefined, undefined]);
      expect(await ledger.lookup([])).toEqual([]);
    });

    test('gives back what was appended, in the order asked for', async () => {
      const ledger = await openOver();
      await ledger.append([sampleResult(1), sampleResult(2)]);
      await ledger.append([sampleResult(3, { outcome: 'failed', reason: 'timeout', value: null })]);
      const hits = await ledger.lookup([3, 9, 1, 3, 2].map((at) => sampleResult(at).fingerprint));
      expect(hits.map((hit) => hit?.result?.ordinal)).toEqual([3, undefined, 1, 3, 2]);
      expect(hits[2]).toEqual({
        result: sampleResult(1),
        isInherited: false,
        attempts: 0,
        attemptsAlone: 0,
      });
    });

    test.each([
      [
        'text of any script and control characters',
        { text: '\u0000\t\r\n"\\\u2028 Zürich 😀 \u007f' },
      ],
      ['numbers at the edges', [0, -1.5, 1e21, 1e-7, 123456789012345680000, 9007199254740991]],
      ['nothing', null],
      ['empty text, list and object', ['', [], {}]],
      ['text that looks like JSON', '{"v":2}'],
      ['deep structure', { a: [{ b: [{ c: [null, true, false] }] }] }],
    ])('keeps %s as it is', async (_what, value) => {
      const ledger = await openOver();
      const entry = sampleResult(1, { value, detail: 'a "quoted" \\ detail\n', step: 'ask' });
      await ledger.append([entry]);
      const [before] = await ledger.lookup([entry.fingerprint]);
      const [after] = await (await reopened()).lookup([entry.fingerprint]);
      expect(before?.result).toEqual(entry);
      expect(after?.result).toEqual(entry);
    });

    test('takes note of a record that is left for later, and counts it as no attempt', async () => {
      const ledger = await openOver();
      const { at, ordinal, fingerprint } = sampleResult(1);
      await ledger.append([
        { kind: 'parked', at, ordinal, reason: 'http_503' },
        sampleResult(1),
        { kind: 'parked', at, ordinal: 2, reason: 'http_503' },
      ]);
      const known = [
        { result: sampleResult(1), isInherited: false, attempts: 0, attemptsAlone: 0 },
      ];
      expect(await ledger.lookup([fingerprint])).toEqual(known);
      expect(await (await reopened()).lookup([fingerprint])).toEqual(known);
    });

    test('prefers the newest result', async () => {
      const ledger = await openOver();
      await ledger.append([sampleResult(1, { value: 'old' }), sampleResult(1, { value: 'new' })]);
      const { fingerprint } = sampleResult(1);
      expect((await ledger.lookup([fingerprint]))[0]?.result?.value).toBe('new');
      expect((await (await reopened()).lookup([fingerprint]))[0]?.result?.value).toBe('new');
    });

    test('counts attempts that nothing followed, also after it was opened again', async () => {
      const ledger = await openOver();
      await ledger.append([sampleAttempt(1), sampleAttempt(1, { alone: true })]);
      const again = await reopened();
      await again.append([sampleAttempt(1, { alone: true })]);
      expect(await again.lookup([sampleResult(1).fingerprint])).toEqual([
        { result: null, isInherited: false, attempts: 3, attemptsAlone: 2 },
      ]);
    });

    test('does not count attempts that ended or that a result followed', async () => {
      const ledger = await openOver();
      await ledger.append([
        sampleAttempt(1),
        sampleAttempt(1, { phase: 'ended' }),
        sampleAttempt(2),
      ]);
      await ledger.append([sampleResult(2)]);
      const hits = await ledger.lookup([1, 2].map((at) => sampleResult(at).fingerprint));
      expect(hits.map((hit) => hit?.attempts)).toEqual([0, 0]);
    });

    test('counts attempts after a result, and keeps the result', async () => {
      const ledger = await openOver();
      await ledger.append([sampleResult(1), sampleAttempt(1, { alone: true })]);
      expect(await ledger.lookup([sampleResult(1).fingerprint])).toEqual([
        { result: sampleResult(1), isInherited: false, attempts: 1, attemptsAlone: 1 },
      ]);
    });

    test('inherits the results of an earlier run, and says from which', async () => {
      const ledger = await openOver(sampleResult(1), sampleResult(2, { fromRun: 'an-older-run' }));
      const hits = await ledger.lookup([1, 2].map((at) => sampleResult(at).fingerprint));
      expect(hits.map((hit) => hit?.isInherited)).toEqual([true, true]);
      expect(hits[0]?.result).toEqual({ ...sampleResult(1), fromRun: expect.any(String) });
      expect(hits[1]?.result?.fromRun).toBe('an-older-run');
    });

    test("prefers this run's result to an earlier run's", async () => {
      const ledger = await openOver(sampleResult(1, { value: 'earlier' }));
      await ledger.append([sampleAttempt(1)]);
      const { fingerprint } = sampleResult(1);
      const [during] = await ledger.lookup([fingerprint]);
      await ledger.append([sampleResult(1, { value: 'now' })]);
      const [after] = await ledger.lookup([fingerprint]);
      expect(during).toMatchObject({
        isInherited: true,
        attempts: 1,
        result: { value: 'earlier' },
      });
      expect(after).toMatchObject({ isInherited: false, attempts: 0, result: { value: 'now' } });
    });

    test('keeps records beside results', async () => {
      const ledger = await openOver();
      await ledger.append([sampleRecord(1), sampleResult(1), sampleRecord(1)]);
      const [hit] = await ledger.lookup([sampleResult(1).fingerprint]);
      expect(hit?.result).toEqual(sampleResult(1));
    });

    test('answers many lookups at once', async () => {
      const ledger = await openOver(...range(0, 500).map((at) => sampleResult(at)));
      await ledger.append(range(500, 1000).map((at) => sampleResult(at)));
      const asked = range(0, 1500).map((at) => sampleResult(at).fingerprint);
      const answers = await Promise.all([ledger.lookup(asked), ledger.lookup(asked.toReversed())]);
      const expected = range(0, 1500).map((at) => (at < 1000 ? at : undefined));
      expect(answers[0].map((hit) => hit?.result?.ordinal)).toEqual(expected);
      expect(answers[1].map((hit) => hit?.result?.ordinal)).toEqual(expected.toReversed());
    });
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
