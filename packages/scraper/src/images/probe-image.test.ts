import { gzipSync } from 'node:zlib';
import {
  createTestWeb,
  endless,
  page,
  redirect,
  robots,
  status,
  type TestWeb,
} from '@sluice/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttpFetcher } from '../fetch/http-fetcher.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import { createRobots } from '../robots/robots.ts';
import { probeImage, type ImageProbe } from './probe-image.ts';

let web: TestWeb;
let fetcher: PageFetcher;
beforeEach(async () => {
  web = await createTestWeb();
  fetcher = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
});
afterEach(() => Promise.all([fetcher.close(), web.close()]));

function probe(url: string): Promise<ImageProbe> {
  const { signal } = new AbortController();
  return probeImage(url, { fetcher, robots: createRobots({ fetcher }), signal });
}

const at = (path: string): string => `https://a.test${path}`;
const svg = (content: string, attributes = 'width="120" height="40"'): string =>
  `<?xml version="1.0"?>\n<!-- drawn --><svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`;
const image = (body: string | Uint8Array, contentType: string) => page(body, { contentType });

/** The header of a PNG and nothing else. */
function pngHeader(width: number, height: number): Buffer {
  const start = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([start, size, Buffer.from('080000000000000000', 'hex')]);
}

test.each([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['svg', 'image/svg+xml'],
])('confirms a %s by its bytes, with its size', async (extension, type) => {
  web.site('a.test', {});
  const seen = await probe(at(`/logo-180x60.${extension}`));
  expect(seen).toMatchObject({ status: 'confirmed', type, width: 180, height: 60, reason: null });
  expect(seen.bytes).toBeGreaterThan(20);
});

test.each([
  ['the wrong content type', image(pngHeader(300, 100), 'image/gif'), { type: 'image/png' }],
  ['no content type worth the name', image(pngHeader(300, 100), 'application/octet-stream'), {}],
  [
    'a header that promises gigabytes',
    image(pngHeader(10_000, 10_000), 'image/png'),
    { width: 10_000 },
  ],
  ['one pixel', image(pngHeader(1, 1), 'image/png'), { width: 1, height: 1 }],
  ['a drawing', image(svg('<path d="M0 0"/>'), 'image/svg+xml'), { width: 120, isActive: false }],
  ['a drawing without a size', image(svg('', ''), 'image/svg+xml'), { width: null, height: null }],
  [
    'a drawing with a script',
    image(svg('<script>x()</script>'), 'image/svg+xml'),
    { isActive: true },
  ],
  [
    'a drawing with a handler',
    image(svg('<g onload="x()"/>'), 'image/svg+xml'),
    { isActive: true },
  ],
  [
    'a drawing of another file',
    image(svg('<image href="//b.test/x"/>'), 'image/svg+xml'),
    { isActive: true },
  ],
])('%s', async (_what, handler, expected) => {
  web.site('a.test', { '/x.png': handler });
  expect(await probe(at('/x.png'))).toMatchObject({ status: 'confirmed', ...expected });
});

test.each([
  ['a page behind an image’s name', page('<h1>Not found</h1>'), 'wrong_type'],
  ['a page that calls itself an image', image('<h1>Not found</h1>', 'image/png'), 'not_an_image'],
  ['a document', image('%PDF-1.7 and so on', 'image/jpeg'), 'not_an_image'],
  ['nothing', image('', 'image/png'), 'not_an_image'],
  ['the first bytes of one', image(pngHeader(9, 9).subarray(0, 12), 'image/png'), 'not_an_image'],
  ['a missing one', status(404), 'http_404'],
  [
    'a redirect to an address of a local network',
    redirect('http://10.0.0.1/x.png'),
    'blocked_address',
  ],
])('is no image: %s', async (_what, handler, reason) => {
  web.site('a.test', { '/x.png': handler });
  expect(await probe(at('/x.png'))).toMatchObject({ status: 'not_an_image', reason });
});

test.each([
  ['forbidden', status(403), 'http_403'],
  ['a broken server', status(502), 'http_502'],
])('is unreachable: %s', async (_what, handler, reason) => {
  web.site('a.test', { '/x.png': handler });
  expect(await probe(at('/x.png'))).toMatchObject({ status: 'unreachable', reason });
});

test('asks robots.txt of the host that has the image', async () => {
  web.site('cdn.test', { '/robots.txt': robots({ disallow: ['/x.png'] }) });
  const seen = await probe('https://cdn.test/x.png');
  expect(seen).toMatchObject({ status: 'unreachable', reason: 'robots_disallowed' });
  expect(web.requests({ path: '/x.png' })).toEqual([]);
});

test('reads no more than the beginning of a file without end', async () => {
  web.site('a.test', {
    '/x.png': endless({ contentType: 'image/png', start: pngHeader(300, 100) }),
  });
  const seen = await probe(at('/x.png'));
  expect(seen).toMatchObject({ status: 'confirmed', width: 300, bytes: null });
  await web.waitFor({ path: '/x.png', outcome: 'aborted' });
});

test('reads on where a size stands behind a large preview', async () => {
  const application = Buffer.alloc(60_000);
  const segment = (marker: number, data: Uint8Array): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const frame = Buffer.from([8, 0, 200, 2, 128, 1, 1, 0x11, 0]);
  const photograph = Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe1, application),
    segment(0xe2, application),
    segment(0xc0, frame),
    Buffer.alloc(2_000),
  ]);
  web.site('a.test', { '/x.jpg': image(photograph, 'image/jpeg') });
  expect(await probe(at('/x.jpg'))).toMatchObject({ width: 640, height: 200, type: 'image/jpeg' });
  expect(web.requests({ path: '/x.jpg' })).toHaveLength(2);
});

test('takes a data address for the image it is', async () => {
  const base64 = `data:image/gif;base64,${pngHeader(300, 100).toString('base64')}`;
  const plain = `data:image/svg+xml,${encodeURIComponent(svg('<path/>'))}`;
  expect(await probe(base64)).toMatchObject({ status: 'confirmed', type: 'image/png', bytes: 33 });
  expect(await probe(plain)).toMatchObject({ type: 'image/svg+xml', width: 120, height: 40 });
  for (const url of ['data:image/png;base64,', 'data:image/png', 'data:,%E0%A4%A']) {
    expect(await probe(url)).toMatchObject({ status: 'not_an_image' });
  }
  expect(web.requests()).toEqual([]);
});

test('does not mind bytes that are packed once more', async () => {
  const packed = page(gzipSync(svg('<path/>')), {
    contentType: 'image/svg+xml',
    headers: { 'content-encoding': 'gzip' },
  });
  web.site('a.test', { '/x.svg': packed });
  expect(await probe(at('/x.svg'))).toMatchObject({ bytes: Buffer.byteLength(svg('<path/>')) });
});
