/**
 * Decodes the form in which Cloudflare hides addresses: hex bytes, the first of which is the key that
 * all others are combined with by exclusive or.
 *
 * @returns null where it is no such text
 */
export function decodeProtectedEmail(hex: string): string | null {
  if (!/^(?:[\da-f]{2}){3,}$/i.test(hex)) return null;
  const [key = 0, ...bytes] = Buffer.from(hex, 'hex');
  const text = Buffer.from(bytes.map((byte) => byte ^ key)).toString('utf8');
  return text.includes('@') ? text : null;
}
