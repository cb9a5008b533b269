import { expect, test } from 'vitest';
import { createTripwire } from './create-tripwire.ts';

test('every connection counts, on each family, and shows the secret', async () => {
  await using tripwire = await createTripwire();
  expect(tripwire.connections()).toBe(0);
  for (const [index, url] of tripwire.urls.entries()) {
    const answer = await fetch(url);
    expect(await answer.text()).toContain(tripwire.secret);
    expect(tripwire.connections()).toBe(index + 1);
  }
  expect(tripwire.urls[0]).toBe(`http://127.0.0.1:${tripwire.port}`);
});

test('a closed one is gone', async () => {
  const tripwire = await createTripwire();
  await tripwire.close();
  await expect(fetch(tripwire.urls[0] ?? '')).rejects.toThrow('fetch failed');
});
