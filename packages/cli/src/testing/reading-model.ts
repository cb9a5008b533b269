import type { ModelAnswer, ModelCall } from '@sluice/testkit';

const KEY_LINE = /^[0-9a-f]{12} /;
const FOUNDED = /(?:since|founded|established|est\.|in)\s+(1[5-9]\d\d|20[0-2]\d)/i;
const TEAM = /(\d{1,3}) (?:people|staff|employees)/i;

/**
 * Plays a model that reads: it answers from the lines of the prompt, with quotes as they stand, and
 * always makes a head office up, which is on no page.
 */
export function readingModel(
  call: Pick<ModelCall, 'messages' | 'schema'>,
): Extract<ModelAnswer, { kind: 'answer' }> {
  const { properties } = call.schema as { properties: Record<string, unknown> };
  const lines = (call.messages[1]?.content ?? '').split('\n').slice(1);
  const text = lines.filter((line) => !KEY_LINE.test(line) && line !== '[…]');
  const prose = text.filter((line) => line.split(' ').length > 6);
  const figure = (pattern: RegExp) => {
    const quote = text.find((line) => pattern.test(line));
    return quote === undefined ? null : { quote, value: Number(pattern.exec(quote)?.[1]) };
  };
  const answers: Record<string, unknown> = {
    industry: prose[0] === undefined ? null : { quotes: [prose[0]], value: 'Retail' },
    products: null,
    founded_year: figure(FOUNDED),
    headquarters: { quote: 'our head office in Atlantis', value: 'Atlantis' },
    employees: figure(TEAM),
    // Copied carelessly, as models do.
    audience:
      prose[1] === undefined ? null : { quotes: [prose[1].toUpperCase()], value: 'the town' },
    summary:
      prose[0] === undefined ? null : { quotes: prose.slice(0, 2), value: 'It does what it says.' },
  };
  const asked = Object.keys(properties).map((column) => [column, answers[column] ?? null]);
  return { kind: 'answer', content: JSON.stringify(Object.fromEntries(asked)) };
}
