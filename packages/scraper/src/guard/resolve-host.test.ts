import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createResolver, type ResolveHost } from './resolve-host.ts';

const TYPE_A = 1;
const TYPE_AAAA = 28;
const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;

/** What the name server of the test says, by name and record type. */
const zone: Record<string, { code: number; a?: string; aaaa?: Buffer } | 'silent'> = {
  'both.example': {
    code: NO_ERROR,
    a: '192.0.2.7',
    aaaa: Buffer.from('20010db8000000000000000000000007', 'hex'),
  },
  'four.example': { code: NO_ERROR, a: '192.0.2.4' },
  'empty.example': { code: NO_ERROR },
  'broken.example': { code: SERVER_FAILURE },
  'silent.example': 'silent',
};

let server: Socket;
let resolve: ResolveHost;

beforeEach(async () => {
  server = createSocket('udp4').on('message', (query, peer) => {
    const answer = answerTo(query);
    if (answer !== null) server.send(answer, peer.port, peer.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const servers = [`127.0.0.1:${server.address().port}`];
  resolve = createResolver({ servers, timeoutMs: 20, tries: 1 });
});

afterEach(() => {
  server.close();
});

test('gives the addresses of both kinds, the old kind first', async () => {
  expect(await resolve('both.example')).toEqual([
    { address: '192.0.2.7', family: 4 },
    { address: '2001:db8::7', family: 6 },
  ]);
});

test('a name may have addresses of one kind, or none', async () => {
  expect(await resolve('four.example')).toEqual([{ address: '192.0.2.4', family: 4 }]);
  expect(await resolve('empty.example')).toEqual([]);
});

test.each([
  ['missing.example', 'ENOTFOUND'],
  ['broken.example', 'ESERVFAIL'],
  ['silent.example', 'ETIMEOUT'],
])('`%s` rejects with %s', async (name, code) => {
  await expect(resolve(name)).rejects.toMatchObject({ code });
});

/** Answers one question in the wire format of RFC 1035. */
function answerTo(query: Buffer): Buffer | null {
  const { name, end } = readName(query, 12);
  const known = zone[name] ?? { code: NO_SUCH_NAME };
  if (known === 'silent') return null;
  const type = query.readUInt16BE(end);
  const data = type === TYPE_A ? octets(known.a) : type === TYPE_AAAA ? known.aaaa : undefined;
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8180 | known.code, 2);
  header.writeUInt16BE(data === undefined ? 0 : 1, 6);
  header.writeUInt16BE(0, 10);
  const question = query.subarray(12, end + 4);
  return Buffer.concat([header, question, ...(data === undefined ? [] : [record(type, data)])]);
}

function readName(query: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function octets(address: string | undefined): Buffer | undefined {
  return address === undefined ? undefined : Buffer.from(address.split('.').map(Number));
}

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
