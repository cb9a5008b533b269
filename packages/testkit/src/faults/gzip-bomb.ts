import { Readable } from 'node:stream';
import { constants, crc32, createGzip, deflateRawSync, gzipSync } from 'node:zlib';
import type { Handler } from '../web/handler.ts';
import { writeWithBackpressure } from './endless.ts';

const ZEROS = Buffer.alloc(1 << 20);
const GZIP_HEADER = Buffer.from('1f8b08000000000000ff', 'hex');
const LAST_BLOCK = Buffer.from('0300', 'hex');

/** A bomb. */
export interface GzipBombOptions {
  /** After decoding, rounded up to whole mebibytes. Default 1 GiB. */
  readonly bytes?: number;
  /** How often it is compressed; twice makes 10 GiB fit into some tens of kilobytes. Default 1. */
  readonly layers?: number;
}

/** A valid gzip stream, a thousandth of what it decodes to, made only as fast as it is read. */
export function gzipBomb(options: GzipBombOptions = {}): Handler {
  const { bytes = 2 ** 30, layers = 1 } = options;
  const coding = Array.from({ length: layers }, () => 'gzip').join(', ');
  return async ({ response, signal }) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': coding });
    for await (const chunk of compressedLayers(Math.ceil(bytes / ZEROS.length), layers)) {
      await writeWithBackpressure(response, chunk, signal);
    }
    response.end();
  };
}

/** A gzip stream that ends in its middle, under a correct `Content-Length`. */
export function truncatedGzip(body: string): Handler {
  const whole = gzipSync(body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-encoding': 'gzip',
    'content-length': half.length,
  };
  return ({ response }) => void response.writeHead(200, headers).end(half);
}

function compressedLayers(mebibytes: number, layers: number): AsyncIterable<Buffer> {
  let stream = Readable.from(compressedZeros(mebibytes));
  for (let layer = 1; layer < layers; layer++) stream = stream.pipe(createGzip());
  return stream;
}

/**
 * One gzip member. A full flush ends a block on a byte boundary and forgets what came before, so that
 * one compressed mebibyte can be repeated as it is.
 */
function* compressedZeros(mebibytes: number): Generator<Buffer> {
  const block = deflateRawSync(ZEROS, { finishFlush: constants.Z_FULL_FLUSH });
  const addZeros = createZerosChecksum();
  let checksum = 0;
  yield GZIP_HEADER;
  for (let count = 0; count < mebibytes; count++) {
    checksum = addZeros(checksum);
    yield block;
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE((mebibytes * ZEROS.length) % 2 ** 32, 4);
  yield Buffer.concat([LAST_BLOCK, trailer]);
}

/**
 * The CRC-32 after one more mebibyte of zeros. It is linear in the bits of the CRC before, but for a
 * constant, so that 32 precomputed values replace a third of a millisecond per mebibyte: a bomb must not
 * keep a process busy that serves others.
 */
function createZerosChecksum(): (checksum: number) => number {
  const constant = crc32(ZEROS, 0);
  const byBit = Array.from({ length: 32 }, (_, bit) => crc32(ZEROS, (1 << bit) >>> 0) ^ constant);
  return (checksum) => {
    const isSet = (_value: number, bit: number) => ((checksum >>> bit) & 1) === 1;
    return byBit.filter(isSet).reduce((sum, value) => sum ^ value, constant) >>> 0;
  };
}
