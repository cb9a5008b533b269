import { isUtf8 } from 'node:buffer';

/** How far a page is searched for a declaration of its encoding; browsers look at 1,024 bytes. */
const prescanBytes = 4_096;

/** What browsers of Western locales assume of a page that says nothing and is not UTF-8. */
const fallback = 'windows-1252';

/**
 * Finds the encoding of a page as browsers do: byte order mark, then the header, then what the page
 * declares, then what its bytes look like. A pure function of its arguments, so that evidence offsets
 * can be reproduced from the stored page.
 *
 * @returns the lowercase WHATWG name of an encoding that `decodeBody` takes
 */
export function detectCharset(body: Uint8Array, contentType: string | undefined): string {
  return (
    byteOrderMark(body) ??
    encodingName(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1]) ??
    declaredCharset(body) ??
    guessCharset(body)
  );
}

/**
 * Decodes a page; malformed bytes become U+FFFD and a byte order mark is left out.
 *
 * @param charset - from `detectCharset`
 */
export function decodeBody(body: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(body);
}

function byteOrderMark(body: Uint8Array): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return null;
}

function declaredCharset(body: Uint8Array): string | null {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, prescanBytes));
  const text = head.toString('latin1').replaceAll(/<!--[\s\S]*?(-->|$)/g, '');
  const declared = xmlEncoding(text) ?? metaCharset(text);
  // A declaration that could be read as ASCII is not in UTF-16, whatever it says.
  return declared?.startsWith('utf-16') ? 'utf-8' : declared;
}

function xmlEncoding(text: string): string | null {
  return encodingName(/^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(text)?.[1]);
}

function metaCharset(text: string): string | null {
  for (const [tag] of text.matchAll(/<meta[\s/][^>]*>/gi)) {
    const label = /[\s;"'/]charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(tag)?.[1];
    const name = encodingName(label);
    if (name !== null) return name;
  }
  return null;
}

/** The encoding that a label stands for, or null for one that no browser knows. */
function encodingName(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function guessCharset(body: Uint8Array): string {
  // Markup in UTF-16 without a mark is valid UTF-8 too, full of zero bytes.
  if (body[0] === 0x3c && body[1] === 0) return 'utf-16le';
  if (body[0] === 0 && body[1] === 0x3c) return 'utf-16be';
  return isUtf8(body) || looksLikeUtf8(body) ? 'utf-8' : fallback;
}

/**
 * Tells whether a page that is not valid UTF-8 is meant as such: cut off in the middle of a character,
 * or with a stray comment from elsewhere. In other encodings, well-formed sequences are rare.
 */
function looksLikeUtf8(body: Uint8Array): boolean {
  let formed = 0;
  let broken = 0;
  for (let at = 0; at < body.length; at += 1) {
    const lead = body[at] ?? 0;
    if (lead < 0x80) continue;
    const length = sequenceLength(lead);
    if (length > 1 && hasContinuations(body, at, length)) {
      formed += 1;
      at += length - 1;
    } else {
      broken += 1;
    }
  }
  return formed > 4 * broken;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
}

function hasContinuations(body: Uint8Array, at: number, length: number): boolean {
  for (let offset = 1; offset < length; offset += 1) {
    if (((body[at + offset] ?? 0) & 0xc0) !== 0x80) return false;
  }
  return true;
}
