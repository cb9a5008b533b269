import { OpenAI } from 'openai';
import pLimit from 'p-limit';
import type { BenchClient } from './bench-client.ts';
import { maxOutputTokens, prompt } from './prompt.ts';

/** More than the largest bench has time for: a call that is given up takes its retries' waits. */
const CALLS = 20_000;

/** What people write: every call at once into `p-limit`, and the SDK with the retries that it comes with. */
export async function openPlainClient(url: string, concurrency: number): Promise<BenchClient> {
  const client = new OpenAI({ baseURL: url, apiKey: 'none', logLevel: 'off' });
  const limit = pLimit(concurrency);
  return {
    async run(end) {
      let lost = 0;
      const call = async (): Promise<void> => {
        if (end.aborted) return;
        try {
          await client.chat.completions.create(
            {
              model: 'test-model',
              messages: [{ role: 'user', content: prompt }],
              max_tokens: maxOutputTokens,
            },
            { signal: end },
          );
        } catch (error) {
          if (!(error instanceof OpenAI.APIError)) throw error;
          if (!end.aborted) lost += 1;
        }
      };
      await Promise.all(Array.from({ length: CALLS }, () => limit(call)));
      return { lost };
    },
    async [Symbol.asyncDispose]() {},
  };
}
