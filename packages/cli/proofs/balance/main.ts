import { measureBalance } from './measure-balance.ts';

/** No shard may have more than this many times the mean. */
const MAX_RATIO = 1.15;

const { requests, elapsedMs, ratio } = await measureBalance({
  domains: 5_000,
  rowsOfHeavyDomain: 1_000,
  shards: 16,
});
for (const [index, count] of requests.entries()) {
  console.log(
    `shard ${index + 1}: ${count} requests in ${(elapsedMs[index]! / 1_000).toFixed(1)} s`,
  );
}
console.log(`the largest has ${ratio.toFixed(3)} times the mean; at most ${MAX_RATIO} may be`);
process.exitCode = ratio <= MAX_RATIO ? 0 : 1;
