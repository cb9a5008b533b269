import { z } from 'zod';
import { resultFormats } from '@sluice/reporter';
import { parseDuration } from './parse-duration.ts';

const number = z.number('expected a number');

/** Flags and variables are text. Zod's own coercion would take nothing at all for 0. */
const fromText = <Schema extends z.ZodType<number>>(schema: Schema) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
    schema,
  );

const count = (min: number, max: number) =>
  fromText(
    number.int('expected a whole number').min(min, `at least ${min}`).max(max, `at most ${max}`),
  );

const share = fromText(number.min(0, 'expected 0 to 1').max(1, 'expected 0 to 1'));

const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');

const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseDuration(String(value));
  if (ms !== null) return ms;
  context.addIssue(`\`${value}\` is not a duration; write for example 10m, 5h30m or 30d`);
  return z.NEVER;
});

const timeout = duration
  .refine((ms) => ms >= 1_000, 'at least 1s')
  .refine((ms) => ms <= 600_000, 'at most 10m');

/** One of a few words; a message names them all. */
const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, `expected one of ${words.join(', ')}`);

const countOrAuto = (max: number) =>
  z.union([z.literal('auto'), count(1, max)], `expected auto, or a number from 1 to ${max}`);

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((part) => part.split(',')))
  .transform((parts) => parts.map((part) => part.trim()).filter((part) => part !== ''));

/** `website=Site` pairs: a recipe's input column and the dataset's. */
const columnMap = z
  .union([z.record(z.string(), z.string()), z.string(), z.array(z.string())])
  .transform((value, context) => {
    if (typeof value === 'object' && !Array.isArray(value)) return value;
    const pairs = [value].flat().map((text) => [text, text.indexOf('=')] as const);
    for (const [text, at] of pairs) {
      if (at < 1) context.addIssue(`\`${text}\` is not of the form website=Site`);
    }
    return Object.fromEntries(pairs.map(([text, at]) => [text.slice(0, at), text.slice(at + 1)]));
  });

const shardOf = z.string().transform((value, context) => {
  const [, index, total] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(total) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  context.addIssue(`\`${value}\` is not a shard; write for example 3/16`);
  return z.NEVER;
});

const webAddress = z.url({
  protocol: /^https?$/,
  error: 'expected an http:// or https:// address',
});

/** Of a model's server or a search. What is secret in it would end up in logs and reports. */
const serverAddress = webAddress.refine(hasNoSecrets, {
  error: 'put the key into the environment, not into the address',
});

function hasNoSecrets(address: string): boolean {
  const { username, password, search } = new URL(address);
  return `${username}${password}${search}` === '';
}

const locale = z.string().refine((tag) => isLocale(tag), {
  error: 'expected a language tag such as en-GB or de',
});

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const variableName = z.string().regex(/^\w+$/, 'the name of a variable, not the key');

const amount = fromText(number.positive('more than 0'));

/** Nothing would be the folder of the caller. */
const path = z.string().min(1, 'expected a path');

/** Most shards of a run: a GitHub Actions matrix holds no more. */
const MAX_SHARDS = 256;

/** Every option of a run, as flags, `SLUICE_*` variables and the configuration file give them. */
export const runOptionsSchema = z.strictObject({
  recipe: z.string().default('company'),
  key: z.string().optional(),
  map: columnMap.default({}),
  name: z
    .string()
    .regex(/^[\w][\w.-]*$/, 'letters, digits, `.`, `_` and `-` only')
    .optional(),
  out: path.optional(),
  reports: path.default('reports'),
  format: list
    .pipe(z.array(oneOf(resultFormats)).min(1, 'name at least one format'))
    .default(['parquet', 'csv']),
  run: z.string().optional(),
  shards: countOrAuto(MAX_SHARDS).optional(),
  shard: shardOf.optional(),
  workers: count(1, 64).default(1),
  concurrency: countOrAuto(1_000).default('auto'),
  delay: count(0, 600_000).default(500),
  timeout: timeout.default(30_000),
  maxPages: count(1, 100).default(8),
  retries: count(0, 20).default(2),
  batchSize: count(1, 100_000).default(300),
  limit: count(0, Number.MAX_SAFE_INTEGER).optional(),
  timeBudget: duration.optional(),
  maxFailureRate: share.optional(),
  maxDefer: duration.default(10 * 60_000),
  maxAge: duration.optional(),
  maxCell: count(1, 1 << 29).optional(),
  fresh: flag.default(false),
  retryFailed: flag.default(false),
  browser: oneOf(['auto', 'always', 'never']).default('auto'),
  browserPath: path.optional(),
  proxy: webAddress.optional(),
  replay: path.optional(),
  model: z.string().min(1).optional(),
  modelUrl: serverAddress.optional(),
  locale: locale.default('en-GB'),
  budgetUsd: amount.optional(),
  /** The environment variable that holds the key of the model's server. */
  modelKeyVariable: variableName.default('OPENAI_API_KEY'),
  /** US dollars a million tokens, by model; from the configuration file. */
  modelPrices: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  modelRequestsPerMinute: amount.optional(),
  modelTokensPerMinute: amount.optional(),
  contextTokens: count(500, 200_000).default(4_000),
  searchUrl: serverAddress.optional(),
  /** The environment variable that holds the key of Brave's search. */
  searchKeyVariable: variableName.default('BRAVE_API_KEY'),
  dryRun: flag.default(false),
  json: flag.default(false),
  quiet: flag.default(false),
  logLevel: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  state: path.default('.sluice'),
  /** Options of the recipe's own, from the configuration file. */
  recipeOptions: z.record(z.string(), z.unknown()).default({}),
});

export type RunOptions = z.infer<typeof runOptionsSchema>;
export type RunOptionName = keyof RunOptions;
