/** GitHub refuses a step's summary above 1 MiB; some of it is left for what else the step says. */
const MAX_BYTES = 1_000_000;

/** Puts parts of a summary one after the other, as many as fit. */
export function fitSummary(parts: readonly string[], maxBytes = MAX_BYTES): string {
  let text = '';
  for (const part of parts) {
    if (Buffer.byteLength(text) + Buffer.byteLength(part) + 2 > maxBytes) continue;
    text += `${part}\n\n`;
  }
  return text;
}
