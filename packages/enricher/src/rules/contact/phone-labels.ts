import { lowerCased } from './lower-cased.ts';

/** What the words beside a number say of it: `other` is the label of another kind of number. */
export type PhoneLabel = 'phone' | 'fax' | 'both' | 'other';

/** How far from its number a label may end; in characters. */
const MAX_LABEL_GAP = 32;

const FAX =
  '(?:e-?|tele-?|tel)?fax(?:es|nummer|nr|number|番号)?|facsimil[eé]|fascimile|t[eé]l[eé]copi(?:e|eur)|faks|fx|факс|φαξ|传真|傳真|ファッ?クス(?:番号)?|ｆａｘ|📠';
const PHONE =
  'tele?phones?|t[eé]l[eé]phones?|(?:tele)?phones?|ph|phn|tel|tél|tlf|tfno?|tfn|telf|telefon(?:o|e|en|nummer|nr|i|icznie)?|teléfonos?|telefoon(?:nummer)?|tlfn|puhelin|puh|fon|fono|fernruf|ruf|rufnummer|hotline|help ?line|infoline|infolinia|mobil[ea]?|mobiel|m[oó]vil|m[oó]biles?|mob|handy|gsm|cell(?:ulare|phone|ular)?|celular|portable|kom(?:órk(?:a|owy))?|telem[oó]vel|telefone|call|calls|dial|ring|text|sms|whats ?app|toll[ -]?free|free ?phone|freecall|local|office|direct|main|numero verde|n° ?vert|reach us|contact(?: us| no| number| nr)?|sales|service|services|support|reception|switchboard|enquiries|inquiries|bookings|reservations|appointments|emergency|ventas|vendite|verkauf|vertrieb|verkoop|anrufen|zentrale|vermittlung|durchwahl|appel(?:ez)?|standard|chiama(?:ci)?|llame|ll[aá]manos|bel|zadzwoń|тел(?:ефони?)?|моб(?:илен|илни|ильный)?|τηλ(?:[έε]φωνα?|[έε]φωνο)?|κιν(?:ητ[όο])?|telefonsz[áa]m|mobilsz[áa]m|电话|電話(?:番号)?|代表|ｔｅｌ|☎|☏|✆|📞|📱';
const OTHER =
  'vat|ust|αφμ|α\\.φ\\.μ|γεμη|еик|oib|pib|idno|cui|c\\.u\\.i|adószám|ust-?id(?:-?nr)?|uid|atu|steuer(?:-?nummer|-?nr)?|st\\.?-?nr|finanzamt|hrb|hra|handelsregister|amtsgericht|iban|bic|swift|konto(?:-?nr)?|kto|blz|isbn|issn|ean|gtin|upc|asin|sku|art(?:ikel)?\\.?-?nr|article|item|model|part|order|bestell-?nr|invoice|tracking|ref(?:erence)?|licen[sc]e|lic|npi|abn|acn|arbn|siren|siret|rcs|tva|ape|naf|p\\.? ?iva|partita iva|c\\.?f|cod(?:ice)? fisc(?:ale)?|rea|cif|nif|nip|regon|krs|kvk|k\\.v\\.k|btw|org(?:anisasjons|\\.)?-?(?:nr|nummer)|cvr|registered|registration|company (?:no|number|reg)|charity|reg\\.? ?no|dunno|duns|ein|fein|ssn|serial|patent|zip|plz|fn|gln|ico|ič|dič|edrpou|инн|огрн|latitude|longitude|lat|lng';

const LABELS = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?<fax>${FAX})|(?<phone>${PHONE})|(?<other>${OTHER}))(?![\\p{L}])`,
  'gu',
);
const LETTER_LABEL = /(?<![\p{L}\p{N}])(?:(f)|[tpmocd])(?:\s?[.:)\]|]?[:.]?| [-–])\s?$/u;
const AFTER_LABEL = new RegExp(
  `^\\s{0,2}[-–—,(\\[|:*]?\\s?(?:(?<fax>${FAX}|f(?=[)\\]\\s]|$))|(?<phone>${PHONE}|[tpmocd](?=[)\\]\\s]|$)))(?![\\p{L}])`,
  'u',
);

/** What may stand between two labels of one number, or two numbers of one label. */
const CONNECTION =
  /^[^\p{L}\p{N}\t]*(?:and|or|und|oder|et|ou|y|o|e|en|of|i|lub)?[^\p{L}\p{N}\t]*$/u;

/** A remark between a label and its number: `Fax (for schools): 555-0100`. */
const REMARK = /\s*\(([^()\n\t]*)\)[\s:.–—-]*$/u;

export interface FoundLabel {
  readonly label: PhoneLabel;
  /** Where it starts and ends in the text that was searched. */
  readonly start: number;
  readonly end: number;
}

/** The label that a number right behind this text has. */
export function lastLabel(prefix: string): FoundLabel | null {
  const lower = lowerCased(prefix);
  return labelBeforeRemark(lower) ?? nearestLabel(lower);
}

/** A remark that holds a label itself adds to the one before it, unless that is a fax's. */
function labelBeforeRemark(prefix: string): FoundLabel | null {
  const remark = prefix.includes(')') ? REMARK.exec(prefix) : null;
  const found = remark && nearestLabel(prefix.slice(0, remark.index));
  if (!remark || !found || /[^\s.:]/.test(prefix.slice(found.end, remark.index))) return null;
  return found.label === 'fax' || nearestLabel(remark[1] ?? '') === null ? found : null;
}

function nearestLabel(prefix: string): FoundLabel | null {
  const matches = [...prefix.matchAll(LABELS)];
  const last = matches.at(-1);
  const letter = LETTER_LABEL.exec(prefix);
  if (letter && (last === undefined || last.index < letter.index)) {
    return { label: letter[1] ? 'fax' : 'phone', start: letter.index, end: prefix.length };
  }
  if (last === undefined) return null;
  const end = last.index + last[0].length;
  if (prefix.length - end > MAX_LABEL_GAP) return null;
  const before = matches.at(-2);
  const label = labelOf(last);
  if (before === undefined || !areCoupled(prefix, before, last)) {
    return { label, start: last.index, end };
  }
  return { label: coupledLabel(labelOf(before), label), start: before.index, end };
}

/** The label that the number right before this text has, as in `555-0100 (Fax)`. */
export function firstLabel(suffix: string): FoundLabel | null {
  const match = AFTER_LABEL.exec(lowerCased(suffix));
  if (match === null) return null;
  return { label: labelOf(match), start: 0, end: match[0].length };
}

/** Whether what is between two numbers lets the second have the first one's label. */
export function isConnection(between: string): boolean {
  return CONNECTION.test(lowerCased(between));
}

/** What stands behind a label without saying more. */
const NUMBER_WORD = /(?<!\p{L})(?:numbers?|no|nr|nummer|n[°º])(?!\p{L})/u;

/** Whether a line holds a label and no other words. */
export function isOnlyLabel(line: string): boolean {
  return !/\p{L}/u.test(lowerCased(line).replace(LABELS, '').replace(NUMBER_WORD, ''));
}

function labelOf({ groups }: RegExpExecArray): PhoneLabel {
  if (groups?.['fax'] !== undefined) return 'fax';
  return groups?.['phone'] === undefined ? 'other' : 'phone';
}

function areCoupled(prefix: string, first: RegExpExecArray, second: RegExpExecArray): boolean {
  const between = prefix.slice(first.index + first[0].length, second.index);
  return /[^\s:]/.test(between) && isConnection(between);
}

function coupledLabel(first: PhoneLabel, second: PhoneLabel): PhoneLabel {
  const isPair = first !== second && first !== 'other' && second !== 'other';
  return isPair ? 'both' : second;
}
