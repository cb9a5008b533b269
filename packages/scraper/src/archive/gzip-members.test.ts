import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipMembers } from './gzip-members.ts';

describe('GzipMembers', () => {
  it('compresses records of any size to members of their own, in order', async () => {
    await using members = closing(new GzipMembers());
    // Longer than one piece of output, longer than several, and with nothing in it.
    const sizes = [0, 1, 100, 60_000, 64 * 1024, 70_000, 1_000_000, 20, 0, 300_000];
    const records = sizes.map((size) => randomBytes(size));
    const compressed = await Promise.all(records.map((record) => members.compress(record)));
    for (const [index, member] of compressed.entries()) {
      expect(gunzipSync(member).equals(records[index]!)).toBe(true);
    }
  });

  it('makes the bytes that a compressor used once makes', async () => {
    await using members = closing(new GzipMembers());
    const pages = [500, 5_000, 1].map((times) =>
      Buffer.from('<p class="a">Some text of a page</p>\n'.repeat(times)),
    );
    for (const page of pages) {
      expect(await members.compress(page)).toEqual(gzipSync(page, { level: 2 }));
    }
  });

  it('finishes what it was given before it closes, and goes on after', async () => {
    await using members = closing(new GzipMembers());
    const first = members.compress(Buffer.from('one'));
    await members.close();
    expect(gunzipSync(await first).toString()).toBe('one');
    expect(gunzipSync(await members.compress(Buffer.from('two'))).toString()).toBe('two');
  });
});

function closing(members: GzipMembers): GzipMembers & AsyncDisposable {
  return Object.assign(members, { [Symbol.asyncDispose]: () => members.close() });
}
