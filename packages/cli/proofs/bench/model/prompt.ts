/** What every call of the bench says, and most that it may get for an answer, in tokens. */
export const prompt = 'The boatyard has built dinghies, oars and masts for rowing clubs. '.repeat(
  60,
);
export const maxOutputTokens = 200;
