/**
 * The few DER encodings that a certificate is made of (X.690). Node signs and exports keys in DER but
 * builds no certificates, and the libraries that do bring a dozen packages and a global polyfill.
 */
type Content = readonly Uint8Array[];

/** One tag-length-value; `contents` are joined. */
function encode(tag: number, ...contents: Content): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([0x81, length]);
  return Buffer.from([0x82, length >> 8, length & 0xff]);
}

export const sequence = (...items: Content) => encode(0x30, ...items);
export const set = (...items: Content) => encode(0x31, ...items);
export const booleanTrue = () => encode(0x01, Buffer.from([0xff]));
export const utf8String = (text: string) => encode(0x0c, Buffer.from(text, 'utf8'));
export const octetString = (content: Uint8Array) => encode(0x04, content);

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const firstDigit = bytes.findIndex((byte) => byte !== 0);
  const digits = firstDigit === -1 ? Buffer.of(0) : bytes.subarray(firstDigit);
  const isNegativeAsWritten = ((digits[0] ?? 0) & 0x80) !== 0;
  return encode(0x02, isNegativeAsWritten ? Buffer.concat([Buffer.of(0), digits]) : digits);
}

/** @param unusedBits - of the last byte */
export function bitString(content: Uint8Array, unusedBits = 0): Buffer {
  return encode(0x03, Buffer.from([unusedBits]), content);
}

/** UTCTime, with which certificates write every date before 2050. */
export function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return encode(0x17, Buffer.from(digits.slice(2), 'ascii'));
}

/** `[number]` around complete items. */
export function explicit(number: number, ...items: Content): Buffer {
  return encode(0xa0 | number, ...items);
}

/** `[number]` in place of a primitive's own tag. */
export function implicit(number: number, content: Uint8Array): Buffer {
  return encode(0x80 | number, content);
}

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
