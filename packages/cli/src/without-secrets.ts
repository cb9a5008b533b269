/**
 * Text that may be shown or logged: user names and passwords in web addresses, such as those of a proxy,
 * are left out.
 */
export function withoutSecrets(text: string): string {
  // Up to the last `@` before the path: a password may hold one.
  return text.replaceAll(/([a-z][a-z\d+.-]*:\/\/)[^/?#\s]*@/gi, '$1***@');
}
