const ISO_CODE = /^[A-Z]{2}$/;

/** Names that people write and that are not the official English one. */
const COMMON_NAMES: Readonly<Record<string, string>> = {
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'great britain': 'GB',
  usa: 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  america: 'US',
  deutschland: 'DE',
  österreich: 'AT',
  schweiz: 'CH',
  españa: 'ES',
  italia: 'IT',
  nederland: 'NL',
  holland: 'NL',
  polska: 'PL',
  türkiye: 'TR',
  turkey: 'TR',
  'czech republic': 'CZ',
};

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

const codesByName = new Map([...englishNames(), ...Object.entries(COMMON_NAMES)]);

/**
 * Reads a country column.
 *
 * @param text - an ISO 3166-1 alpha-2 code or a country's name, in any case
 * @returns the code in capitals, or null when it is neither
 */
export function countryCode(text: string | null): string | null {
  if (text === null) return null;
  const byName = codesByName.get(text.trim().toLowerCase());
  if (byName !== undefined) return byName;
  const code = text.trim().toUpperCase();
  return ISO_CODE.test(code) && regionName(code) !== undefined ? code : null;
}

function* englishNames(): Generator<[string, string]> {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = regionName(code);
    if (name !== undefined) yield [name.toLowerCase(), code];
  }
}

/** The English name of a region, undefined where the code means none. */
function regionName(code: string): string | undefined {
  return regionNames.of(code);
}
