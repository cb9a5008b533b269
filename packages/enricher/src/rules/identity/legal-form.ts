import type { Span } from '../../page/page-document.ts';

/** Legal forms that follow a firm's name, as written; the longer ones first where one begins another. */
const LEGAL_FORM =
  /(?:GmbH\s*&\s*Co\.?\s*KG|GmbH|gGmbH|mbH|UG|AG|KG|OHG|e\.\s?K\.|e\.\s?V\.|Pty\.?\s*Ltd|Ltd|Limited|PLLC|P\.L\.L\.C|LLC|L\.L\.C|LLP|L\.L\.P|PLC|Incorporated|Inc|Corporation|Corp|SARL|S\.A\.R\.L|SASU|SAS|EURL|S\.A\.S|S\.r\.l|Srl|S\.p\.A|SpA|S\.?L\.?U|S\.L|S\.A(?! de C)|Lda|B\.V|BV|N\.V|NV|BVBA|SPRL|VOF|ApS|A\/S|AB|Oyj?|ASA|AS|Sp\.\s*z\s*o\.\s*o|s\.r\.o|a\.s|Kft|Zrt|Bt|d\.o\.o|Pvt\.?\s*Ltd|S\.?\s?A\.? de C\.?\s?V|S\.? de R\.?\s?L\.? de C\.?\s?V|e\.\s?U|Aktiebolag|ЕООД|ООД|ДООЕЛ|ДОО|АД|ООО|Ε\.?Π\.?Ε|Ι\.?Κ\.?Ε|Ο\.?Ε|Α\.?Ε)\.?/;

/** Matches a legal form at the end of a name, with the comma or space before it. */
export const TRAILING_LEGAL_FORM = new RegExp(String.raw`[,\s]+${LEGAL_FORM.source}$`, 'u');

/** Matches a legal form before or behind a Japanese name. */
export const JAPANESE_LEGAL_FORM =
  /^(?:株式会社|有限会社|合同会社|[(（][株有][)）])\s*|\s*(?:株式会社|有限会社|合同会社|[(（][株有][)）])$/u;

const WORD = String.raw`\p{Lu}[\p{L}\p{N}&'’.-]{0,30}`;

const FOLLOWING_FORM = String.raw`[ \u00a0]${LEGAL_FORM.source}(?![\p{L}\p{N}])`;
const FORM_IN_TEXT = new RegExp(FOLLOWING_FORM, 'gu');

const LEGAL_NAME = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${WORD}(?:[ \u00a0](?:&|and|und|et|of|the|de|${WORD})){0,5},?${FOLLOWING_FORM}`,
  'u',
);

/** More than six words and a legal form can have; in characters. */
const MAX_NAME_LENGTH = 240;

/**
 * Finds `Name GmbH`, `Name & Sons, Inc.`: up to six capitalised words before a legal form. It looks for the
 * form first, since most capitalised words begin no such name.
 */
export function* legalNames(text: string): Generator<Span> {
  let done = 0;
  for (const { index } of text.matchAll(FORM_IN_TEXT)) {
    if (index < done) continue;
    const from = Math.max(done, index - MAX_NAME_LENGTH);
    const found = LEGAL_NAME.exec(text.slice(from, index + MAX_NAME_LENGTH));
    if (found === null) continue;
    const start = from + found.index;
    done = start + found[0].length;
    yield { start, end: done };
  }
}
