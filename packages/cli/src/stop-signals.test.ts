import { expect, test } from 'vitest';
import { watchStopSignals } from './stop-signals.ts';

test('a time budget of months is not used up at once', async () => {
  const said: string[] = [];
  const signals = watchStopSignals(100 * 86_400_000, (line) => said.push(line));
  // Node fires a timer of more than 24 days after a millisecond.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(signals.signal.aborted).toBe(false);
  expect(said).toEqual([]);
  signals.close();
});

test('a used up time budget stops the run, for that reason', async () => {
  const said: string[] = [];
  const signals = watchStopSignals(1, (line) => said.push(line));
  await new Promise((resolve) => signals.signal.addEventListener('abort', resolve));
  expect(signals.signal.reason).toMatchObject({ code: 'time_budget' });
  expect(said).toHaveLength(1);
  signals.close();
});
