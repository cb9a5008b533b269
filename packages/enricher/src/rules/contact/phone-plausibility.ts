import type { TextNumber } from './text-phones.ts';

const DATE =
  /(?:^|\D)(?:(?:0?[1-9]|[12]\d|3[01])[./-]\s?(?:0?[1-9]|1[0-2])[./-]\s?(?:19|20)\d\d|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0[1-9]|[12]\d|3[01]))(?:\D|$)/;
const YEARS = /^\(?(?:19|20)\d\d\s?[-–—/]\s?(?:19|20)\d\d$/;
/** From one time of the day to another, as `09.00 - 12.30`. */
const TIMES = /^\d{1,2}[.:]\d\d\s?[-–—]\s?\d{1,2}[.:]\d\d(?!\d)/;
const DECIMAL = /^-?\d{1,3}\.\d{4,}$/;
const MONEY_AHEAD = /[$€£¥#№§%]\s?$/;
const MONEY_BEHIND = /^\s?(?:[€$£%]|eur\b|kr\b|zł|,\d\d\b|:\d\d)/i;
const GLUED_AHEAD = /[\p{L}\p{N}_=@&#/\\-]$/u;
const GLUED_BEHIND = /^(?:[\p{N}_@]|[\p{L}])/u;
const WELCOME_GLUE = /^(?:x|ext|fax|tel|e-?mail|mobil|mob|www|http|phone|or|and)/i;

const NANP_GROUPS = /^(?:1,)?3,3,4$/;
/** A network's three digits and the rest, as in `347 1234567`: too long for prices and years. */
const MOBILE_GROUPS = /^3,[67]$/;
/** Three figures of a series of models rather than a number. */
const SERIES = /^\d+\/\d+\/\d+$/;

/**
 * Whether a valid number is meant as one. A number that is labelled, or written with its country code,
 * needs little; one without must be grouped as people group numbers in its country.
 *
 * @param previousEnd - where the number before it in the text ends
 */
export function isPlausible(
  text: string,
  { span, phone, label }: TextNumber,
  previousEnd: number,
): boolean {
  const written = text.slice(span.start, span.end);
  const isLabelled = label !== null;
  if (label === 'other' || isOtherFigure(written)) return false;
  if (!isFreeAhead(text, span.start, previousEnd, isLabelled) || !isFreeBehind(text, span.end)) {
    return false;
  }
  if (phone.isInternational) return isLabelled || /^[(\s]*\+|[ ./()-]/.test(written);
  if (!phone.isNationalForm) return isLabelled && /[ ./()-]/.test(written);
  return isLabelled || isGrouped(written, phone.country);
}

function isOtherFigure(written: string): boolean {
  return DATE.test(written) || YEARS.test(written) || TIMES.test(written) || DECIMAL.test(written);
}

function isFreeAhead(
  text: string,
  start: number,
  previousEnd: number,
  isLabelled: boolean,
): boolean {
  const ahead = text.slice(Math.max(previousEnd, start - 3), start);
  if (MONEY_AHEAD.test(ahead)) return false;
  if (previousEnd > 0 && start - previousEnd < 2) return true;
  return !GLUED_AHEAD.test(ahead) || (isLabelled && /[\p{L}/-]$/u.test(ahead));
}

function isFreeBehind(text: string, end: number): boolean {
  const behind = text.slice(end, end + 8);
  if (MONEY_BEHIND.test(behind)) return false;
  return !GLUED_BEHIND.test(behind) || WELCOME_GLUE.test(behind);
}

function isGrouped(written: string, country: string | null): boolean {
  const groups = written.match(/\d+/g) ?? [];
  const lengths = groups.map((group) => group.length).join(',');
  if (SERIES.test(written)) return false;
  if (country === 'US' || country === 'CA') return NANP_GROUPS.test(lengths);
  if (MOBILE_GROUPS.test(lengths)) return true;
  return (
    groups.length > 1 && (written.startsWith('0') || written.startsWith('(') || groups.length > 2)
  );
}
