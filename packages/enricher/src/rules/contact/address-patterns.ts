import {
  AMERICAN_SPANISH_STREET,
  BRITISH_BUILDING,
  BRITISH_STREET,
  CANADIAN_FRENCH_STREET,
  CZECH_STREET,
  DUTCH_STREET,
  ENGLISH_STREET,
  FRENCH_STREET,
  GERMAN_STREET,
  GREEK_STREET,
  ITALIAN_STREET,
  KIND_STREET,
  NORDIC_STREET,
  POLISH_STREET,
  PORTUGUESE_STREET,
  ROMANIAN_STREET,
  SOUTH_SLAVIC_STREET,
  SPANISH_STREET,
  TURKISH_STREET,
} from './street-patterns.ts';

/** How a country writes the end of an address, and how its street lines look. */
export interface AddressPattern {
  /** The town with its postcode, or what stands around it: where an address ends. */
  readonly place: RegExp;
  /** Where `place` begins with any word: what else it holds, so that few words are looked at. */
  readonly sign?: RegExp;
  readonly street: RegExp;
  /** A building or a street by its name alone, as the whole of a piece, for addresses without a number. */
  readonly building?: RegExp;
  /** The town stands before what `place` finds, not in it. */
  readonly isTownBefore?: true;
  /** How many pieces between line breaks and commas may stand from the street to the place. */
  readonly maxPieces: number;
}

/** Words of a town; one in capitals behind another that is not begins what stands beside the address. */
const TOWN = String.raw`\p{Lu}[\p{L}.'’-]+(?:[ /-](?:(?!(?<=\p{Ll} )(?!CEDEX)\p{Lu}{4})\p{Lu}[\p{L}.'’-]*|(?:am|an|der|den|im|in|bei|ob|unter|de|del|della|di|du|la|le|les|sur|sous|en|et|lès|aan|op|upon|on|y|el|las|los|nad)(?= \p{Lu})|[ai]\.(?= ?\p{Lu}))){0,5}`;

const US_STATES =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|PR|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming';
const CA_PROVINCES =
  'AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Nova Scotia|Ontario|Prince Edward Island|Quebec|Québec|Saskatchewan|Yukon';
const AU_STATES =
  'NSW|VIC|QLD|SA|WA|TAS|ACT|NT|New South Wales|Victoria|Queensland|South Australia|Western Australia|Tasmania';

/** At the end of a line a mistyped letter does no harm: none of C, I, K, M, O and V ends a real one. */
const BRITISH_POSTCODE =
  /\b(?:(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}\b|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?=[\n,.]|$))/g;

const SOUTH_AFRICAN_PROVINCES =
  'Western Cape|Eastern Cape|Northern Cape|Gauteng|Kwa-?Zulu[- ]Natal|KZN|Free State|Limpopo|Mpumalanga|North[- ]West(?: Province)?';
const ROMANIAN_COUNTIES =
  'Alba|Arad|Argeș|Bacău|Bihor|Bistrița[- ]Năsăud|Botoșani|Brașov|Brăila|Buzău|Caraș[- ]Severin|Călărași|Cluj|Constanța|Covasna|Dâmbovița|Dolj|Galați|Giurgiu|Gorj|Harghita|Hunedoara|Ialomița|Iași|Ilfov|Maramureș|Mehedinți|Mureș|Neamț|Olt|Prahova|Satu[- ]Mare|Sălaj|Sibiu|Suceava|Teleorman|Timiș|Tulcea|Vaslui|Vâlcea|Vrancea';
const IRISH_POSTCODE = String.raw`\b(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[\dAC-FHKNPRTV-Y]{4}\b`;

const GREEK_POSTCODE_SIGN = String.raw`(?:[ΤT]\.? ?[ΚK]\.?:? ?)`;

const BRAZILIAN_STATES = 'A[CLMP]|BA|CE|DF|ES|GO|M[AGST]|P[ABEIR]|R[JNORS]|S[CEP]|TO';

const NORDIC = { street: NORDIC_STREET, maxPieces: 1 };
const CZECH = { street: CZECH_STREET, maxPieces: 2 };
const SOUTH_SLAVIC = {
  place: new RegExp(`\\b(?:HR[ -]|BA[ -]|RS[ -])?\\d{5},? ${TOWN}`, 'gu'),
  street: SOUTH_SLAVIC_STREET,
  maxPieces: 2,
};
/** Without a postcode that people write, an address ends with the country. */
const endingWith = (country: string): AddressPattern => ({
  place: new RegExp(`(?<![\\p{L}-])${TOWN}(?:, ${TOWN})?,? ${country}(?!\\p{L})`, 'gu'),
  sign: new RegExp(country, 'g'),
  street: AMERICAN_SPANISH_STREET,
  maxPieces: 4,
});
const GERMAN = { street: GERMAN_STREET, maxPieces: 2 };

const JAPANESE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ーヶ]`;
const JAPANESE_NUMBER = String.raw`[\d０-９]{1,5}(?:(?:丁目|番地?の?|[-－‐−―ーの])[\d０-９]{1,5}){0,3}(?:番地?|号)?`;
const JAPANESE_BUILDING = String.raw`[ \u3000\n]{0,2}[^\s、。]{1,25}(?:ビル|タワー|マンション|会館|プラザ)[^\s、。]{0,8}`;

const BULGARIAN_STREET = String.raw`(?<!\p{L})(?:ул|бул|пл|ж\.к|кв)\. ?[„“"]?[\p{L}\d][\p{L}\d .-]{1,40}[“”"]?,? ?(?:№ ?|бл\. ?)?\d{1,4}\p{L}?`;

/** Of countries that begin an address with the postcode and end it with the number of the house: all of it. */
export const WHOLE_ADDRESSES: Readonly<Record<string, RegExp | undefined>> = {
  JP: new RegExp(
    `(?:〒[ \\u3000]?)?(?<!\\d)\\d{3}[-－‐−]\\d{4}[ \\u3000\\n]{0,2}${JAPANESE}{2,12}?[都道府県市区町村郡]${JAPANESE}{0,20}[ \\u3000]?${JAPANESE_NUMBER}(?:${JAPANESE_BUILDING})?`,
    'gu',
  ),
  /** The two numbers of a crossing and that of the house, which nothing else is written like. */
  CO: new RegExp(
    `(?<!\\p{L})(?:Carrera|Cra\\.?|Cr\\.|Kra\\.?|Calle|Cll?\\.?|Avenida|Av\\.?|Diagonal|Transversal) ?\\d{1,3} ?[A-Z]{0,2}(?: (?:Sur|Norte|Este|Oeste|[Bb]is))? ?(?:#|No\\.?|N[°º.]) ?\\d{1,3} ?[A-Z]{0,2} ?[-–] ?\\d{1,3}(?:,? (?:[Oo]f(?:icina|\\.)|[Ll]ocal|[Pp]iso|[Bb]odega|[Aa]p(?:artamen)?to\\.?) ?\\w{1,5})?(?:,|,? -)?[ \\n]${TOWN}`,
    'gu',
  ),
  /** The street before the town or behind it. */
  BG: new RegExp(
    `(?:гр\\.|с\\.) ?${TOWN}(?:,? (?:п\\.к\\. ?)?\\d{4})?,\\s(?:${BULGARIAN_STREET})|(?:${BULGARIAN_STREET}),\\s(?:гр\\. ?${TOWN},? )?(?:п\\.к\\. ?)?\\d{4}(?: (?:гр\\. ?)?${TOWN})?`,
    'gu',
  ),
  HU: new RegExp(
    `(?<!\\d)\\d{4} ${TOWN},?[ \\n]\\p{Lu}[\\p{L}. -]{1,40} (?:utca|u\\.|út|útja|tér|tere|körút|krt\\.|sétány|köz|sor) \\d{1,4}(?:[/-][A-Za-z\\d]{1,3})?`,
    'gu',
  ),
};

/** By ISO 3166-1 alpha-2; of countries neither here nor above, only structured data gives addresses. */
export const ADDRESS_PATTERNS: Readonly<Record<string, AddressPattern | undefined>> = {
  US: {
    place: new RegExp(`\\b(?:${US_STATES})\\b\\.?,?\\s+\\d{5}(?:-\\d{4})?\\b`, 'g'),
    street: ENGLISH_STREET,
    isTownBefore: true,
    maxPieces: 4,
  },
  CA: {
    place: new RegExp(
      `(?<!\\p{L})\\(?(?:${CA_PROVINCES})\\b\\.?\\)?,?\\s+[A-Z]\\d[A-Z] ?\\d[A-Z]\\d\\b`,
      'gu',
    ),
    street: new RegExp(`${ENGLISH_STREET.source}|${CANADIAN_FRENCH_STREET.source}`, 'iu'),
    isTownBefore: true,
    maxPieces: 4,
  },
  AU: {
    place: new RegExp(`\\b(?:${AU_STATES})\\b,?\\s+\\d{4}\\b`, 'g'),
    street: ENGLISH_STREET,
    isTownBefore: true,
    maxPieces: 4,
  },
  GB: {
    place: BRITISH_POSTCODE,
    street: BRITISH_STREET,
    building: BRITISH_BUILDING,
    isTownBefore: true,
    maxPieces: 6,
  },
  DE: { ...GERMAN, place: new RegExp(`\\b(?:DE?[ -])?\\d{5} ${TOWN}`, 'gu') },
  AT: { ...GERMAN, place: new RegExp(`\\b(?:AT?[ -])?\\d{4} ${TOWN}`, 'gu') },
  CH: {
    place: new RegExp(`\\b(?:CH[ -])?\\d{4} ${TOWN}`, 'gu'),
    street: new RegExp(
      `${GERMAN_STREET.source}|${FRENCH_STREET.source}|${ITALIAN_STREET.source}`,
      'iu',
    ),
    maxPieces: 2,
  },
  FR: {
    place: new RegExp(`\\b(?:F[ -])?\\d{5} ${TOWN}(?:(?<=cedex|Cedex|CEDEX) \\d{1,2})?`, 'gu'),
    street: FRENCH_STREET,
    maxPieces: 3,
  },
  BE: {
    place: new RegExp(`\\b(?:B[ -])?\\d{4} ${TOWN}`, 'gu'),
    street: new RegExp(
      String.raw`${FRENCH_STREET.source}|(?:^|: ?)([\p{L} .'-]*(?:straat|laan|weg|plein|steenweg|dreef|lei|kaai|markt) \d{1,4} ?[a-z]?)$`,
      'iu',
    ),
    maxPieces: 2,
  },
  ES: {
    place: new RegExp(`\\b(?:E[ -])?\\d{5},? ${TOWN}`, 'gu'),
    street: SPANISH_STREET,
    maxPieces: 4,
  },
  IT: {
    place: new RegExp(`\\b(?:I[ -])?\\d{5}(?: [-–])? ${TOWN}(?: ?\\([A-Z]{2}\\))?`, 'gu'),
    street: ITALIAN_STREET,
    maxPieces: 3,
  },
  NL: {
    place: new RegExp(`\\b\\d{4} ?[A-Z]{2} +${TOWN}`, 'gu'),
    street: DUTCH_STREET,
    maxPieces: 1,
  },
  NO: { ...NORDIC, place: new RegExp(`\\b(?:NO?[ -])?\\d{4} ${TOWN}`, 'gu') },
  DK: { ...NORDIC, place: new RegExp(`\\b(?:DK[ -])?\\d{4} ${TOWN}`, 'gu') },
  SE: { ...NORDIC, place: new RegExp(`\\b(?:SE?[ -])?\\d{3} \\d{2} ${TOWN}`, 'gu') },
  FI: { ...NORDIC, place: new RegExp(`\\b(?:FI[ -])?\\d{5} ${TOWN}`, 'gu') },
  CZ: {
    ...CZECH,
    place: new RegExp(`\\b(?:CZ[ -])?\\d{3} ?\\d{2},? ${TOWN}(?: \\d{1,2}\\b)?`, 'gu'),
  },
  SK: {
    ...CZECH,
    place: new RegExp(`\\b(?:SK[ -])?\\d{3} ?\\d{2},? ${TOWN}(?: \\d{1,2}\\b)?`, 'gu'),
  },
  PT: {
    place: new RegExp(`\\b\\d{4}-\\d{3} ${TOWN}`, 'gu'),
    street: PORTUGUESE_STREET,
    maxPieces: 4,
  },
  BR: {
    place: new RegExp(
      `(?:CEP:? ?)?\\b\\d{2}\\.?\\d{3}-\\d{3}\\b(?:(?: [-–]|,) ${TOWN}(?: ?[-/,] ?(?:${BRAZILIAN_STATES})\\b)?)?`,
      'gu',
    ),
    street: PORTUGUESE_STREET,
    isTownBefore: true,
    maxPieces: 6,
  },
  TR: {
    place: new RegExp(`\\b\\d{5},? ${TOWN}(?: ?/ ?${TOWN})?|${TOWN} ?/ ?${TOWN}`, 'gu'),
    sign: /\d{5}|\//g,
    street: TURKISH_STREET,
    maxPieces: 2,
  },
  HR: SOUTH_SLAVIC,
  BA: SOUTH_SLAVIC,
  RS: SOUTH_SLAVIC,
  ME: SOUTH_SLAVIC,
  SI: {
    ...SOUTH_SLAVIC,
    place: new RegExp(`\\b(?:SI?[ -])?\\d{4},? ${TOWN}`, 'gu'),
  },
  MK: {
    ...SOUTH_SLAVIC,
    place: new RegExp(`(?<!\\d)\\d{4},? ${TOWN}`, 'gu'),
  },
  GR: {
    place: new RegExp(
      `${GREEK_POSTCODE_SIGN}?(?<!\\d)\\d{3} ?\\d{2}(?:,| [-–])? ${TOWN}|(?<!\\p{L})${TOWN}[, \\n]{1,3}${GREEK_POSTCODE_SIGN}\\d{3} ?\\d{2}(?!\\d)`,
      'gu',
    ),
    sign: /(?<!\d)\d{3} ?\d{2}(?!\d)/g,
    street: GREEK_STREET,
    maxPieces: 3,
  },
  RO: {
    place: new RegExp(
      `(?<![\\p{L}\\d])(?:(?:\\d{6},? )?${TOWN}(?:, \\d{6})?,? (?:jud(?:ețul|\\.)? ?)?(?:${ROMANIAN_COUNTIES})(?![\\p{L}-])|\\d{6},? ${TOWN}|Bucure[sșş]ti(?:,? (?:[Ss]ector(?:ul)?|sect?\\.) ?\\d)?)`,
      'gu',
    ),
    sign: new RegExp(`\\d{6}|Bucure|${ROMANIAN_COUNTIES}`, 'g'),
    street: ROMANIAN_STREET,
    maxPieces: 3,
  },
  MX: {
    place: new RegExp(
      `(?:C\\.? ?P\\.?:? ?)(?<!\\d)\\d{5}(?:[,.]? ${TOWN}(?:, ${TOWN})?)?|(?<!\\d)\\d{5},? ${TOWN}(?: \\d{1,2}\\b)?(?:, ${TOWN})?`,
      'gu',
    ),
    street: AMERICAN_SPANISH_STREET,
    isTownBefore: true,
    maxPieces: 5,
  },
  AR: {
    place: new RegExp(
      `(?:C\\.? ?P\\.?:? ?)?\\(?\\b[A-HJ-NP-Z]\\d{4}[A-Z]{3}\\b\\)?(?:,? ${TOWN})?|(?:C\\.? ?P\\.?:? ?\\(?\\d{4}\\)?|\\(\\d{4}\\)),? ${TOWN}`,
      'gu',
    ),
    street: AMERICAN_SPANISH_STREET,
    maxPieces: 3,
  },
  CL: endingWith('Chile'),
  PE: endingWith('Perú'),
  IE: {
    place: new RegExp(
      `${IRISH_POSTCODE}|(?<!\\p{L})(?:Co(?:unty|\\.)? ?\\p{Lu}\\p{Ll}{3,}|Dublin \\d{1,2}W?)(?:[,\\n ]{1,3}${IRISH_POSTCODE})?(?![\\p{L}\\d])`,
      'gu',
    ),
    street: KIND_STREET,
    building: BRITISH_BUILDING,
    isTownBefore: true,
    maxPieces: 4,
  },
  NZ: {
    place: new RegExp(`(?<!\\p{L})${TOWN},? \\d{4}(?!\\d)(?:,? New Zealand)?`, 'gu'),
    sign: /(?<!\d)\d{4}(?!\d)/g,
    street: KIND_STREET,
    maxPieces: 3,
  },
  ZA: {
    place: new RegExp(
      `(?<!\\p{L})(?:${SOUTH_AFRICAN_PROVINCES})(?:,? \\d{4}(?!\\d))?(?:,? South Africa)?|(?<!\\d)\\d{4},? South Africa`,
      'g',
    ),
    street: KIND_STREET,
    isTownBefore: true,
    maxPieces: 4,
  },
  PL: { place: new RegExp(`\\b\\d{2}-\\d{3} ${TOWN}`, 'gu'), street: POLISH_STREET, maxPieces: 1 },
};
