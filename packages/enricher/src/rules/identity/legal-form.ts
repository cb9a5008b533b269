/** Legal forms that follow a firm's name, as written; the longer ones first where one begins another. */
const LEGAL_FORM =
  /(?:GmbH\s*&\s*Co\.?\s*KG|GmbH|gGmbH|mbH|UG|AG|KG|OHG|e\.\s?K\.|e\.\s?V\.|Pty\.?\s*Ltd|Ltd|Limited|PLLC|P\.L\.L\.C|LLC|L\.L\.C|LLP|L\.L\.P|PLC|Incorporated|Inc|Corporation|Corp|SARL|S\.A\.R\.L|SASU|SAS|EURL|S\.A\.S|S\.r\.l|Srl|S\.p\.A|SpA|S\.?L\.?U|S\.L|S\.A|Lda|B\.V|BV|N\.V|NV|BVBA|SPRL|VOF|ApS|A\/S|AB|Oyj?|ASA|AS|Sp\.\s*z\s*o\.\s*o|s\.r\.o|a\.s|Kft|Zrt|d\.o\.o|Pvt\.?\s*Ltd)\.?/;

/** Matches a legal form at the end of a name, with the comma or space before it. */
export const TRAILING_LEGAL_FORM = new RegExp(String.raw`[,\s]+${LEGAL_FORM.source}$`, 'u');

const WORD = String.raw`\p{Lu}[\p{L}\p{N}&'’.-]{0,30}`;

/** Finds `Name GmbH`, `Name & Sons, Inc.`: up to six capitalised words before a legal form. */
export const LEGAL_NAME = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${WORD}(?:[ \u00a0](?:&|and|und|et|of|the|de|${WORD})){0,5},?[ \u00a0]${LEGAL_FORM.source}(?![\p{L}\p{N}])`,
  'gu',
);
