import { crc32 } from 'node:zlib';

/** An image and its media type. */
export interface PlaceholderImage {
  readonly contentType: string;
  readonly body: Buffer;
}

/** In pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const DEFAULT_SIZE: ImageSize = { width: 64, height: 64 };

/** `width` and `height` at most 65,535 (JPEG), 16,384 (WebP) and 256 (ICO). */
const FORMATS: Readonly<
  Record<string, { contentType: string; encode: (size: ImageSize) => Buffer }>
> = {
  png: { contentType: 'image/png', encode: encodePng },
  jpg: { contentType: 'image/jpeg', encode: encodeJpeg },
  jpeg: { contentType: 'image/jpeg', encode: encodeJpeg },
  gif: { contentType: 'image/gif', encode: encodeGif },
  webp: { contentType: 'image/webp', encode: encodeWebp },
  ico: { contentType: 'image/x-icon', encode: encodeIco },
  svg: { contentType: 'image/svg+xml', encode: encodeSvg },
};

/**
 * A small valid image of one colour for a path that ends like an image's. Its size is what the file
 * name says (`logo-300x80.png`), else `defaultSize`, 64 by 64 pixels where none is given.
 *
 * @returns null when the path does not end in a known image extension
 */
export function placeholderImage(
  path: string,
  defaultSize: ImageSize = DEFAULT_SIZE,
): PlaceholderImage | null {
  const format = FORMATS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
  if (format === undefined) return null;
  return { contentType: format.contentType, body: format.encode(sizeInName(path) ?? defaultSize) };
}

function sizeInName(path: string): ImageSize | null {
  const [, width, height] = /(\d{1,4})x(\d{1,4})\.\w+$/.exec(path) ?? [];
  if (width === undefined || height === undefined) return null;
  return { width: Math.max(1, Number(width)), height: Math.max(1, Number(height)) };
}

/** One bit of grey per pixel, all black. */
function encodePng({ width, height }: ImageSize): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1; // bit depth
  const rowBytes = 1 + Math.ceil(width / 8); // a filter byte, then the pixels
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateZeros(rowBytes * height)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * `count` zero bytes as a zlib stream, which is the same on every machine: what zlib itself writes differs
 * between versions and processors. One block of fixed codes: a zero, copies of it 258 at a time, the rest.
 */
function deflateZeros(count: number): Buffer {
  const zero = '00110000';
  const copy = '1100010100000'; // length 258, distance 1
  const copies = Math.floor((count - 1) / 258);
  const rest = count - 1 - copies * 258;
  const bits = `110${zero}${copy.repeat(copies)}${zero.repeat(rest)}0000000`;
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((eight) => parseInt(reversed(eight), 2));
  const adler32 = (count % 65_521) * 65_536 + 1;
  return Buffer.concat([Buffer.of(0x78, 0x01), Buffer.from(bytes), uint32(adler32)]);
}

/** The first bit of a byte is its least significant one. */
function reversed(bits: string): string {
  return bits.split('').reverse().join('');
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([ascii(type), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/**
 * Baseline, greyscale. Both Huffman tables hold a single one-bit code, so that every 8 × 8 block is two
 * zero bits: no change of the mean, end of block.
 */
function encodeJpeg({ width, height }: ImageSize): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const frame = Buffer.from([
    8,
    height >> 8,
    height & 0xff,
    width >> 8,
    width & 0xff,
    1,
    1,
    0x11,
    0,
  ]);
  const oneCode = [1, ...Array.from({ length: 15 }, () => 0), 0];
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    jpegSegment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
    jpegSegment(0xc0, frame),
    jpegSegment(0xc4, Buffer.from([0x00, ...oneCode])),
    jpegSegment(0xc4, Buffer.from([0x10, ...oneCode])),
    jpegSegment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    jpegBlocks(blocks),
    Buffer.of(0xff, 0xd9),
  ]);
}

function jpegSegment(marker: number, data: Buffer): Buffer {
  const length = data.length + 2;
  return Buffer.concat([Buffer.of(0xff, marker, length >> 8, length & 0xff), data]);
}

/** Two zero bits a block; the rest of the last byte is filled with ones. */
function jpegBlocks(blocks: number): Buffer {
  const bits = blocks * 2;
  const bytes = Buffer.alloc(Math.ceil(bits / 8));
  if (bits % 8 !== 0) bytes[bytes.length - 1] = 0xff >> (bits % 8);
  return bytes;
}

/** A canvas of the asked size with one pixel drawn on it. */
function encodeGif({ width, height }: ImageSize): Buffer {
  const screen = Buffer.alloc(7);
  screen.writeUInt16LE(width, 0);
  screen.writeUInt16LE(height, 2);
  screen[4] = 0x80; // a global table of two colours
  const colours = Buffer.of(0, 0, 0, 255, 255, 255);
  const frame = Buffer.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0);
  // Codes of three bits, least significant first: clear (4), pixel (0), end (5).
  const pixels = Buffer.of(2, 2, 0b0100_0100, 0b0000_0001, 0);
  const trailer = Buffer.of(0x3b);
  return Buffer.concat([ascii('GIF89a'), screen, colours, frame, pixels, trailer]);
}

/** Lossless; every prefix code has one symbol, so that a pixel takes no bits at all. */
function encodeWebp({ width, height }: ImageSize): Buffer {
  const image = Buffer.alloc(8);
  image[0] = 0x2f;
  image.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  // After three zero flags (transform, cache, meta codes): five times the bits 1, 0, 0, 0.
  Buffer.of(0b1000_1000, 0b1000_1000, 0b0000_1000).copy(image, 5);
  const length = Buffer.alloc(8);
  length.writeUInt32LE(4 + 8 + image.length, 0);
  length.writeUInt32LE(image.length, 4);
  return Buffer.concat([
    ascii('RIFF'),
    length.subarray(0, 4),
    ascii('WEBPVP8L'),
    length.subarray(4),
    image,
  ]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'ascii');
}

/** A directory of one entry around a PNG. */
function encodeIco({ width, height }: ImageSize): Buffer {
  const png = encodePng({ width: Math.min(width, 256), height: Math.min(height, 256) });
  const directory = Buffer.alloc(22);
  directory.writeUInt16LE(1, 2); // an icon
  directory.writeUInt16LE(1, 4); // one image
  directory[6] = width & 0xff; // 0 stands for 256
  directory[7] = height & 0xff;
  directory.writeUInt16LE(1, 10);
  directory.writeUInt16LE(1, 12);
  directory.writeUInt32LE(png.length, 14);
  directory.writeUInt32LE(22, 18);
  return Buffer.concat([directory, png]);
}

function encodeSvg({ width, height }: ImageSize): Buffer {
  const attributes = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`;
  return Buffer.from(`<svg ${attributes}><rect width="100%" height="100%"/></svg>`, 'utf8');
}
