/** What is known of a record besides its pages. */
export interface ContactHints {
  /** ISO 3166-1 alpha-2 as the dataset gives it; null where it does not. */
  readonly country: string | null;
  /** Where the site lives; the home page after redirects. */
  readonly siteUrl: string;
}
