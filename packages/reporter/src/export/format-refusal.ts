/** Says why results cannot be written in a format; the other formats are not affected. */
export class FormatRefusal extends Error {
  override readonly name = 'FormatRefusal';
}
