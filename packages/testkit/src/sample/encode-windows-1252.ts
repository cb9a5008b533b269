/**
 * The characters of bytes 0x80 to 0x9f, where the encoding is not Latin-1. Written out, for the decoders of
 * some Node.js 20 releases take the one for the other.
 */
const ownCharacters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Encodes text the way old page editors saved it.
 *
 * @throws Error when a character does not exist in the encoding
 */
export function encodeWindows1252(text: string): Uint8Array {
  return Uint8Array.from(text, byteOf);
}

function byteOf(character: string): number {
  const own = ownCharacters.indexOf(character);
  const byte = own < 0 ? character.codePointAt(0)! : 0x80 + own;
  if (byte > 0xff) throw new Error(`windows-1252 has no \`${character}\``);
  return byte;
}
