import { inflateSync } from 'node:zlib';
import { imageSize } from 'image-size';
import { expect, test } from 'vitest';
import { ask } from '../testing/ask.ts';
import { createTestWeb } from './create-test-web.ts';
import { placeholderImage } from './placeholder-image.ts';

test.each([
  ['/logo.png', 'png'],
  ['/logo.JPG', 'jpg'],
  ['/a/logo.jpeg', 'jpg'],
  ['/logo.gif', 'gif'],
  ['/logo.webp', 'webp'],
  ['/favicon.ico', 'ico'],
  ['/logo.svg', 'svg'],
])('%s is a small %s', (path, type) => {
  const { body } = placeholderImage(path) ?? { body: Buffer.alloc(0) };
  expect(imageSize(body)).toMatchObject({ type, width: 64, height: 64 });
  expect(body.length).toBeLessThan(400);
});

test.each(['png', 'jpg', 'gif', 'webp', 'ico', 'svg'])(
  'the name of a %s gives its size',
  (extension) => {
    const { body } = placeholderImage(`/hero-250x83.${extension}`) ?? { body: Buffer.alloc(0) };
    expect(imageSize(body)).toMatchObject({ width: 250, height: 83 });
  },
);

test.each([
  [1, 1],
  [8, 129],
  [64, 64],
  [1600, 720],
])('a PNG of %i × %i pixels holds all of them', (width, height) => {
  const { body } = placeholderImage(`/p-${width}x${height}.png`) ?? { body: Buffer.alloc(0) };
  const start = body.indexOf('IDAT');
  const pixels = inflateSync(body.subarray(start + 4, start + 4 + body.readUInt32BE(start - 4)));
  expect(pixels).toEqual(Buffer.alloc((1 + Math.ceil(width / 8)) * height));
});

test.each(['/', '/page.html', '/png', '/logo.png/'])('%s is no image', (path) => {
  expect(placeholderImage(path)).toBeNull();
});

test('image paths of known hosts answer', async () => {
  await using web = await createTestWeb();
  web.site('shop.test', {});
  const answer = await ask(web, 'http://shop.test/img/logo.png?v=2');
  expect(answer.headers['content-type']).toBe('image/png');
  expect(imageSize(answer.body)).toMatchObject({ type: 'png' });
});
