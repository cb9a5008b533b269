import { expect, test } from 'vitest';
import { refuseImage, type ImageUse, type SeenImage } from './refuse-image.ts';

function refuse(use: ImageUse, image: Partial<SeenImage>): string | null {
  const url = 'https://a.example/img/mark.png';
  return refuseImage(use, { url, width: 300, height: 100, isActive: false, ...image });
}

test.each<[ImageUse, Partial<SeenImage>, string | null]>([
  ['logo_url', {}, null],
  ['logo_url', { width: null, height: null }, null],
  ['logo_url', { width: 40, height: 20 }, null],
  ['logo_url', { width: 39, height: 39 }, 'icon'],
  ['logo_url', { width: 1, height: 1 }, 'spacer'],
  ['logo_url', { width: 900, height: 3 }, 'spacer'],
  ['logo_url', { width: 2_000, height: 40 }, 'spacer'],
  ['logo_url', { width: 10_000, height: 10_000 }, 'implausible_size'],
  ['logo_url', { width: 65_535, height: 400 }, 'implausible_size'],
  ['logo_url', { isActive: true }, 'active_drawing'],
  ['logo_url', { url: 'https://a.example/img/your-logo-here.png' }, 'placeholder'],
  ['logo_url', { url: 'https://via.placeholder.com/300x100' }, 'placeholder'],
  ['logo_url', { url: 'https://a.example/spinner-brand/logo.png' }, null],
  ['banner_url', { width: 1_200, height: 400 }, null],
  ['banner_url', { width: 239, height: 100 }, 'too_small'],
  ['banner_url', { width: 900, height: 59 }, 'too_small'],
  ['image_url', { width: 60, height: 60 }, null],
  ['image_url', { width: 300, height: 59 }, 'too_small'],
  ['image_url', { width: 32, height: 32 }, 'icon'],
])('%s of %o: %s', (use, image, refusal) => {
  expect(refuse(use, image)).toBe(refusal);
});
