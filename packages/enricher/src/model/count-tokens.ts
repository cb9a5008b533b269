/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/**
 * Loads the counter: the vocabulary of OpenAI's models takes a third of a second and 40 MB, which runs
 * without a model need not spend. For models of others it is an estimate.
 */
export async function loadTokenCounter(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // A page may hold the words that mark a message's end; here they are words like any other.
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, options);
}
