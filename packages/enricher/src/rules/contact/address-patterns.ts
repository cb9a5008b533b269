/** How a country writes the end of an address, and how its street lines look. */
export interface AddressPattern {
  /** The town with its postcode, or what stands around it: where an address ends. */
  readonly place: RegExp;
  readonly street: RegExp;
  /** A building that is known by its name, as the whole of a piece, for addresses without a street number. */
  readonly building?: RegExp;
  /** The town stands before what `place` finds, not in it. */
  readonly isTownBefore?: true;
  /** How many pieces between line breaks and commas may stand from the street to the place. */
  readonly maxPieces: number;
}

const TOWN = String.raw`\p{Lu}[\p{L}.'’-]+(?:[ /-](?:\p{Lu}[\p{L}.'’-]*|(?:am|an|der|den|im|in|bei|ob|unter|de|del|della|di|du|la|le|les|sur|sous|en|et|lès|aan|op|upon|on|y|el|las|los|nad)(?= \p{Lu})|[ai]\.(?= ?\p{Lu}))){0,5}`;

const US_STATES =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|PR|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming';
const CA_PROVINCES =
  'AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Nova Scotia|Ontario|Prince Edward Island|Quebec|Québec|Saskatchewan|Yukon';
const AU_STATES =
  'NSW|VIC|QLD|SA|WA|TAS|ACT|NT|New South Wales|Victoria|Queensland|South Australia|Western Australia|Tasmania';

/** A house number and what follows, a unit before it, or a box. */
const ENGLISH_STREET =
  /(?:^|: ?)((?:(?:suite|unit|level|lvl|shop|flat|office|floor|building|block|apartment|apt)\.? ?#?[\w-]+,? )?(?:\d{1,6}[A-Za-z]?(?: ?[-–/&] ?\d{1,6}[A-Za-z]?)?|one|two|three) (?:[NSEW]{1,2}\.? )?[\p{L}\d].{2,60}|(?:p\.? ?o\.?|post office|g\.?p\.?o\.?) ?box #?\d+.{0,20})$/iu;
const BRITISH_STREET =
  /(?:^|: ?)((?:unit|suite|flat|office|floor)s? ?\w+.{0,40}|(?:(?:railway )?arch(?:es)?|barn|hangar|kiosk|shop|stable|stall|studio|warehouse|workshop)s? \d{1,4}[a-z]?(?: ?[-–/&] ?\d{1,4}[a-z]?)?|\d{1,5}[A-Za-z]?(?: ?[-–/&] ?\d{1,5}[A-Za-z]?)? [\p{L}].{2,60}|p\.? ?o\.? box \d+.{0,20})$/iu;
const BRITISH_BUILDING =
  /^(?:The )?(?:\p{Lu}[\p{L}'’-]+ ){1,3}(?:Barn|Buildings?|Chambers|Cottage|Farm|Granary|Hall|House|Lodge|Maltings|Manor|Mills?|Stables|Wharf|Works)$/u;
const GERMAN_STREET =
  /(?:^|: ?)((?:[\p{L}.'-]+ ){0,4}[\p{L}.-]*(?:str(?:aße|asse|\.)|weg|platz|allee|gasse|ring|damm|ufer|chaussee|markt|hof|berg|steig|stieg|pfad|park|graben|kamp|feld|wall|tor|rain|zeile|promenade|brücke|siedlung|quai|kai|gürtel|lände|anger|bogen|winkel|garten|strasse) \d{1,4} ?[a-z]?(?: ?[-–/+] ?\d{0,4} ?[a-z]?)?|(?:am|an|im|in|auf|zum|zur|unter|vor|hinter|alte|neue|obere|untere)(?: [\p{L}.-]+){1,4} \d{1,4} ?[a-z]?(?: ?[-–/+] ?\d{0,4} ?[a-z]?)?|postfach [\d ]{2,9})$/iu;
const FRENCH_STREET =
  /(?:^|: ?)((?:\d{1,4} ?(?:bis|ter|quater|[a-d])?(?:[-/ ]+\d{1,4})?,? )?(?:rue|avenue|av\.?|bd\.?|boulevard|place|pl\.?|chemin|ch\.|route|rte|allée|impasse|quai|cours|square|rond[- ]point|passage|voie|faubourg|chaussée|zone|z\.?[aic]\.?|lieu[- ]dit|parc) .{2,60}|b\.?p\.? \d+.{0,20})$/iu;
const SPANISH_STREET =
  /(?:^|: ?)((?:c\/|calle|c\.|avda?\.?|avenida|av\.|plaza|pza\.?|plaça|paseo|p[ºo]\.?|passeig|carrer|ctra\.?|carretera|camino|ronda|rambla|travesía|pol[íi]gono|pol\.|gran v[íi]a) ?[\p{L}\d].{1,60})$/iu;
const ITALIAN_STREET =
  /(?:^|: ?)((?:via|viale|v\.le|piazza|p\.?zza|piazzale|p\.le|corso|c\.so|largo|vicolo|strada|contrada|c\.da|località|loc\.|lungotevere|borgo|galleria) [\p{L}\d].{1,60})$/iu;
const DUTCH_STREET =
  /(?:^|: ?)((?:[\p{L}.'-]+ ){0,5}[\p{L}.'-]+ \d{1,5} ?[-a-z\d/]{0,5}|postbus \d+)$/iu;
const POLISH_STREET =
  /(?:^|: ?)((?:(?:ul|al|pl|os)\. ?|ulica |aleja |plac |osiedle )?\p{Lu}[\p{L}.'-]*(?: [\p{L}\d.'-]+){0,4} \d{1,4} ?[a-z]?(?: ?[/-] ?\d{1,4}[a-z]?)?(?: ?(?:m|lok)\.? ?\d+)?)$/u;

/** At the end of a line a mistyped letter does no harm: none of C, I, K, M, O and V ends a real one. */
const BRITISH_POSTCODE =
  /\b(?:(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}\b|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?=[\n,.]|$))/g;

const GERMAN = { street: GERMAN_STREET, maxPieces: 2 };

/** By ISO 3166-1 alpha-2; addresses of other countries are read from structured data only. */
export const ADDRESS_PATTERNS: Readonly<Record<string, AddressPattern | undefined>> = {
  US: {
    place: new RegExp(`\\b(?:${US_STATES})\\b\\.?,?\\s+\\d{5}(?:-\\d{4})?\\b`, 'g'),
    street: ENGLISH_STREET,
    isTownBefore: true,
    maxPieces: 4,
  },
  CA: {
    place: new RegExp(
      `(?<!\\p{L})(?:${CA_PROVINCES})\\b\\.?,?\\s+[A-Z]\\d[A-Z] ?\\d[A-Z]\\d\\b`,
      'gu',
    ),
    street: ENGLISH_STREET,
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
  PL: { place: new RegExp(`\\b\\d{2}-\\d{3} ${TOWN}`, 'gu'), street: POLISH_STREET, maxPieces: 1 },
};
