/** A type without its vocabulary's address: `http://schema.org/Store` and `schema:Store` are `Store`. */
export function plainType(type: string): string {
  return type.replace(/^.*[/#:]/, '');
}
