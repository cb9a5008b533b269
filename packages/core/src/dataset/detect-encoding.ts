import type { FileFacts } from './inspect-file.ts';

/** A WHATWG label that `TextDecoder` takes. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Tells the encoding of a text file: its byte order mark, else the zero bytes of UTF-16's western
 * letters, else UTF-8 where every byte of the file fits it, else Windows-1252, which any bytes fit.
 */
export function detectEncoding({ head, isUtf8 }: Pick<FileFacts, 'head' | 'isUtf8'>): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return utf16WithoutMark(head) ?? (isUtf8 ? 'utf-8' : 'windows-1252');
}

/** Decodes bytes piece by piece into text, without the byte order mark. */
export async function* decodeText(
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

// At least a third of the high bytes are zero (letters, delimiters and line ends) and almost none of
// the low ones; binary data and stray NULs have no such lean.
function utf16WithoutMark(head: Uint8Array): Encoding | null {
  const pairs = Math.floor(head.length / 2);
  const even = countZeros(head, 0);
  const odd = countZeros(head, 1);
  if (odd * 3 >= pairs && even * 100 <= odd) return 'utf-16le';
  if (even * 3 >= pairs && odd * 100 <= even) return 'utf-16be';
  return null;
}

function countZeros(bytes: Uint8Array, from: 0 | 1): number {
  let zeros = 0;
  for (let at = from; at < bytes.length; at += 2) if (bytes[at] === 0) zeros += 1;
  return zeros;
}
