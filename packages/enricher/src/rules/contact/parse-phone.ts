import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

export interface ParsedPhone {
  readonly e164: string;
  /** ISO 3166-1 alpha-2, or null for numbers of no country such as `+800`. */
  readonly country: string | null;
  /** Whether the country code was written. */
  readonly isInternational: boolean;
  /** Digits as written and the digits of the national formatting are the same. */
  readonly isNationalForm: boolean;
}

/** The longest number there is, an access code and a trunk prefix included; in digits. */
const MAX_DIGITS = 19;

const ACCESS_CODE = /^(?:00|011)(?=[1-9])/;

/** Reads numbers under one default country, and remembers what it has read. */
export class PhoneParser {
  readonly country: CountryCode | null;
  readonly #known = new Map<string, ParsedPhone | null>();

  /** @param country - of numbers without a country code; null reads only those with one */
  constructor(country: string | null) {
    this.country = country !== null && isSupportedCountry(country) ? country : null;
  }

  /** Null where it is no valid number. */
  parse(written: string): ParsedPhone | null {
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    const parsed = this.#read(written);
    this.#known.set(written, parsed);
    return parsed;
  }

  #read(written: string): ParsedPhone | null {
    const digits = written.replace(/\D/g, '');
    if (digits.length > MAX_DIGITS) return null;
    if (/^[^\d]*\+/.test(written)) return readInternational(withoutTrunkZero(written));
    const national = this.country === null ? null : readNational(digits, this.country);
    if (national !== null) return national;
    if (ACCESS_CODE.test(digits)) {
      return readInternational(withoutTrunkZero(written).replace(/^\D*(?:00|0\s?11)\D*/, '+'));
    }
    return /\(0\)/.test(written) ? readInternational(`+${withoutTrunkZero(written)}`) : null;
  }
}

/** `+49 (0) 30` is `+49 30`. */
function withoutTrunkZero(written: string): string {
  return written.replace(/[([]0[)\]]/, ' ');
}

function readInternational(written: string): ParsedPhone | null {
  const number = parsePhoneNumberFromString(`+${written.replace(/\D/g, '')}`, { extract: false });
  if (!number?.isValid()) return null;
  const country = number.country ?? null;
  return { e164: number.number, country, isInternational: true, isNationalForm: true };
}

function readNational(digits: string, country: CountryCode): ParsedPhone | null {
  const number = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
  if (!number?.isValid()) return null;
  const national = number.formatNational().replace(/\D/g, '');
  const isLongForm = number.countryCallingCode === '1' && digits === `1${national}`;
  const isInternational = ACCESS_CODE.test(digits) && digits !== national;
  const isNationalForm = digits === national || isLongForm;
  return { e164: number.number, country: number.country ?? null, isInternational, isNationalForm };
}
