import { countBy } from './count-by.ts';
import { judgeMemory, MAX_GROWTH, type MemoryVerdict } from './judge-memory.ts';
import type { SoakPlan, SoakRecord } from './plan-soak.ts';
import type { ResultRow, SoakCall, SoakOutcome } from './run-soak.ts';
import { describeEnd } from './site-kind.ts';

/** What the soak found. */
export interface SoakVerdict {
  /** Empty when everything is as it should be; each names its host. */
  readonly violations: readonly string[];
  readonly memory: MemoryVerdict;
  readonly recordsPerSecond: number;
}

/** One site is not asked for more than this, whatever it does. */
const MAX_REQUESTS = 60;
/** Fewer records are over before memory tells anything. */
const MIN_RECORDS_FOR_MEMORY = 1_000;
/** Health that tells of the machine, which others may use as well. */
const ofTheMachine = new Set(['lag', 'memory']);
const EXIT_RESUMABLE = 3;
const EXIT_COMPLETE = 0;

/** Holds what came of a soak against what its plan scripted. A pure function. */
export function checkSoak(plan: SoakPlan, outcome: SoakOutcome): SoakVerdict {
  const { first, second, evidence, tripwireConnections } = outcome;
  const { records } = plan;
  const memory = judgeMemory(first.memory, first.progress, records.length);
  return {
    memory,
    recordsPerSecond: (records.length / first.end.elapsedMs) * 1_000,
    violations: [
      ...checkCall('the first call', plan, first),
      ...checkCall('the second call', plan, second),
      ...checkRequests(records, first.requests),
      ...checkRepeated(records, second.requests),
      ...evidence.broken.map((broken) => `evidence: ${broken}`),
      ...(evidence.rows === 0 ? ['there is no evidence'] : []),
      ...(tripwireConnections === 0 ? [] : [`${tripwireConnections} connections to the tripwire`]),
      ...(records.length < MIN_RECORDS_FOR_MEMORY ? [] : checkMemory(memory)),
    ],
  };
}

function checkCall(
  name: string,
  { records }: SoakPlan,
  { end, rows, counts, pending: waiting, healthReasons }: SoakCall,
): string[] {
  const mayWait = records.some((record) => record.end.status === 'pending');
  const exitCode = mayWait ? EXIT_RESUMABLE : EXIT_COMPLETE;
  const { input, complete, partial, skipped, failed, pending } = counts;
  const total = complete + partial + skipped + failed + pending;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [
    ...(end.exitCode === exitCode
      ? []
      : [`exit code ${end.exitCode} instead of ${exitCode}, having said:\n${end.stderr}`]),
    ...(input === records.length ? [] : [`${input} rows of input instead of ${records.length}`]),
    ...(total === input ? [] : [`the five counts come to ${total} of ${input} rows`]),
    ...(byId.size === rows.length ? [] : [`${rows.length - byId.size} records are there twice`]),
    ...(rows.length === records.length ? [] : [`${rows.length} of ${records.length} records`]),
    ...healthReasons
      .filter((reason) => !ofTheMachine.has(reason))
      .map((reason) => `the run took the web's faults for its own: ${reason}`),
    ...checkPending(records, waiting),
    ...records.flatMap((record) => checkRecord(record, byId.get(record.id))),
  ].map((violation) => `${name}: ${violation}`);
}

function checkPending(records: readonly SoakRecord[], waiting: SoakCall['pending']): string[] {
  const reasons = records.flatMap(({ end: { status, reason } }) =>
    status === 'pending' && reason !== null ? [reason] : [],
  );
  const expected = countBy(reasons);
  const found = new Map(waiting.map(({ reason, rows }) => [reason, rows]));
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((reason) => {
    const [wanted, got] = [expected.get(reason) ?? 0, found.get(reason) ?? 0];
    return wanted === got ? [] : [`${got} rows wait for ${reason} instead of ${wanted}`];
  });
}

function checkRecord({ id, host, phone, end }: SoakRecord, row: ResultRow | undefined): string[] {
  if (row === undefined) return [`${host} (${id}) is missing`];
  const found = describeEnd(row._status, row._reason);
  const expected = describeEnd(end.status, end.reason);
  if (found !== expected) return [`${host}: ${found} instead of ${expected}`];
  const [foundPhone, expectedPhone] = [row.phone ?? null, end.hasPhone ? phone : null];
  if (foundPhone === expectedPhone) return [];
  return [`${host}: phone ${foundPhone} instead of ${expectedPhone}`];
}

/** Nobody outside of the test web is asked, and nobody for ever. */
function checkRequests(
  records: readonly SoakRecord[],
  requests: ReadonlyMap<string, number>,
): string[] {
  const hosts = new Set(records.flatMap(({ host }) => [host, `www.${host}`]));
  return [...requests].flatMap(([host, count]) => {
    if (!hosts.has(host)) return [`${host} was asked, which no record names`];
    return count <= MAX_REQUESTS ? [] : [`${host} was asked ${count} times`];
  });
}

/** What is done is not done again: only records that wait may ask. */
function checkRepeated(
  records: readonly SoakRecord[],
  requests: ReadonlyMap<string, number>,
): string[] {
  const waiting = records.filter(({ end }) => end.status === 'pending').map(({ host }) => host);
  const mayAsk = new Set(waiting);
  const done = [...requests].filter(([host]) => !mayAsk.has(host));
  return done.map(([host, count]) => `${host} was asked ${count} times by the second call`);
}

function checkMemory({ secondFifthBytes, lastFifthBytes }: MemoryVerdict): string[] {
  if (secondFifthBytes === null || lastFifthBytes === null) return ['memory was not seen'];
  const growth = lastFifthBytes / secondFifthBytes;
  return growth <= MAX_GROWTH ? [] : [`memory grew by a factor of ${growth.toFixed(2)}`];
}
