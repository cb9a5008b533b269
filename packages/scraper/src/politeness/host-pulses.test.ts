import { expect, test } from 'vitest';
import { fetchError } from '../fetch/fetch-error.ts';
import type { ReasonCode } from '../reasons.ts';
import { HostPulses } from './host-pulses.ts';

const LONGEST_MS = 30_000;

function pulsesAt(clock: { now: number }) {
  const pulses = new HostPulses(() => clock.now);
  let asked = 0;
  const fail = (code: ReasonCode | 'http_500', host = 'a.test') =>
    pulses.ask(host, LONGEST_MS, () => {
      asked += 1;
      return Promise.reject(fetchError(code, host));
    });
  const answer = (host = 'a.test') =>
    pulses.ask(host, LONGEST_MS, (timeoutMs) => {
      asked += 1;
      return Promise.resolve(timeoutMs);
    });
  return { fail, answer, asked: () => asked };
}

test('leaves a host alone that failed to answer four times in a row, then asks once to see', async () => {
  const clock = { now: 1_000_000 };
  const { fail, answer, asked } = pulsesAt(clock);
  for (let at = 0; at < 4; at += 1)
    await expect(fail('connect_timeout')).rejects.toMatchObject({ code: 'connect_timeout' });
  await expect(answer()).rejects.toMatchObject({
    code: 'connect_timeout',
    disposition: 'retry',
    retryAfterMs: 20_000,
  });
  expect(asked()).toBe(4);
  expect(await answer('b.test')).toBe(LONGEST_MS);

  clock.now += 20_000;
  await expect(fail('connection_reset')).rejects.toMatchObject({ code: 'connection_reset' });
  await expect(answer()).rejects.toMatchObject({ retryAfterMs: 40_000 });
  clock.now += 40_000;
  expect(await answer()).toBe(LONGEST_MS);
  expect(await answer()).toBe(LONGEST_MS);
});

test('counts only failures in a row, and only those to answer', async () => {
  const { fail, answer } = pulsesAt({ now: 0 });
  for (let at = 0; at < 3; at += 1)
    await expect(fail('headers_timeout')).rejects.toMatchObject({ code: 'headers_timeout' });
  await answer();
  for (let at = 0; at < 3; at += 1)
    await expect(fail('headers_timeout')).rejects.toMatchObject({ code: 'headers_timeout' });
  for (let at = 0; at < 9; at += 1)
    await expect(fail('http_500')).rejects.toMatchObject({ code: 'http_500' });
  expect(await answer()).toBeGreaterThan(0);
});

test('waits for a host whose latency is known no longer than makes sense', async () => {
  const { answer } = pulsesAt({ now: 0 });
  const waits = [];
  for (let at = 0; at < 5; at += 1) waits.push(await answer());
  expect(waits).toEqual([LONGEST_MS, LONGEST_MS, LONGEST_MS, 8_000, 8_000]);
});

test('forgets hosts that nobody asked for long', async () => {
  const { fail, answer } = pulsesAt({ now: 0 });
  for (let at = 0; at < 4; at += 1)
    await expect(fail('connect_timeout')).rejects.toMatchObject({ code: 'connect_timeout' });
  for (let at = 0; at < 5_000; at += 1) await answer(`${at}.test`);
  expect(await answer()).toBe(LONGEST_MS);
});
