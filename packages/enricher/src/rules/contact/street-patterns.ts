/** A house number and what follows, a unit before it, or a box. */
export const ENGLISH_STREET =
  /(?:^|: ?)((?:(?:suite|unit|level|lvl|shop|flat|office|floor|building|block|apartment|apt)\.? ?#?[\w-]+,? )?(?:\d{1,6}[A-Za-z]?(?: ?[-–/&] ?\d{1,6}[A-Za-z]?)?|one|two|three) (?:[NSEW]{1,2}\.? )?[\p{L}\d].{2,60}|(?:p\.? ?o\.?|post office|g\.?p\.?o\.?) ?box #?\d+.{0,20})$/iu;
export const BRITISH_STREET =
  /(?:^|: ?)((?:unit|suite|flat|office|floor)s? ?\w+.{0,40}|(?:(?:railway )?arch(?:es)?|barn|hangar|kiosk|shop|stable|stall|studio|warehouse|workshop)s? \d{1,4}[a-z]?(?: ?[-–/&] ?\d{1,4}[a-z]?)?|\d{1,5}[A-Za-z]?(?: ?[-–/&] ?\d{1,5}[A-Za-z]?)? [\p{L}].{2,60}|p\.? ?o\.? box \d+.{0,20})$/iu;
export const BRITISH_BUILDING =
  /^(?:The )?(?:\p{Lu}[\p{L}'’-]+ ){1,3}(?:Barn|Buildings?|Chambers|Cottage|Farm|Granary|Hall|House|Lodge|Maltings|Manor|Mills?|Stables|Wharf|Works|Street|Road|Lane|Avenue|Square|Drive|Crescent|Terrace)$/u;
export const GERMAN_STREET =
  /(?:^|: ?)((?:[\p{L}.'-]+ ){0,4}[\p{L}.-]*(?:str(?:aße|asse|\.)|weg|platz|allee|gasse|ring|damm|ufer|chaussee|markt|hof|berg|steig|stieg|pfad|park|graben|kamp|feld|wall|tor|rain|zeile|promenade|brücke|siedlung|quai|kai|gürtel|lände|anger|bogen|winkel|garten|strasse) \d{1,4} ?[a-z]?(?: ?[-–/+] ?\d{0,4} ?[a-z]?)?|(?:am|an|im|in|auf|zum|zur|unter|vor|hinter|alte|neue|obere|untere)(?: [\p{L}.-]+){1,4} \d{1,4} ?[a-z]?(?: ?[-–/+] ?\d{0,4} ?[a-z]?)?|postfach [\d ]{2,9})$/iu;
export const FRENCH_STREET =
  /(?:^|: ?)((?:\d{1,4} ?(?:bis|ter|quater|[a-d])?(?:[-/ ]+\d{1,4})?,? )?(?:rue|avenue|av\.?|bd\.?|boulevard|place|pl\.?|chemin|ch\.|route|rte|allée|impasse|quai|cours|square|rond[- ]point|passage|voie|faubourg|chaussée|zone|z\.?[aic]\.?|lieu[- ]dit|parc) .{2,60}|b\.?p\.? \d+.{0,20})$/iu;
/** A kind of street, whose number may stand before a comma: `1200, boul. Acme`. */
export const CANADIAN_FRENCH_STREET =
  /(?:^|: ?)((?:rue|boul\.?|boulevard|av\.?|avenue|place|pl\.|chemin|ch\.|côte|montée|rang|route|rte|autoroute|aut\.|promenade|terrasse|croissant|allée|impasse) [\p{L}\d].{1,60})$/iu;
export const SPANISH_STREET =
  /(?:^|: ?| en (?:la |el )?)((?:c\/|calle|c\.|avda?\.?|avenida|av\.|plaza|pza\.?|plaça|paseo|p[ºo]\.?|passeig|carrer|ctra\.?|carretera|camino|ronda|rambla|travesía|pol[íi]gono|pol\.|gran v[íi]a) ?[\p{L}\d].{1,60})$/iu;
export const ITALIAN_STREET =
  /(?:^|: ?| (?:in|presso) )((?:via|viale|v\.le|piazza|p\.?zza|piazzale|p\.le|corso|c\.so|largo|vicolo|strada|contrada|c\.da|località|loc\.|lungotevere|lungomare|circonvallazione|salita|borgo|galleria) [\p{L}\d].{1,60})$/iu;
export const DUTCH_STREET =
  /(?:^|: ?)((?:[\p{L}.'-]+ ){0,5}[\p{L}.'-]+ \d{1,5} ?[-a-z\d/]{0,5}|postbus \d+)$/iu;
export const POLISH_STREET =
  /(?:^|: ?)((?:(?:ul|al|pl|os)\. ?|ulica |aleja |plac |osiedle )?\p{Lu}[\p{L}.'-]*(?: [\p{L}\d.'-]+){0,4} \d{1,4} ?[A-Za-z]?(?: ?[/-] ?\d{1,4}[A-Za-z]?)?(?: ?(?:m|lok)\.? ?\d+)?)$/u;

/** Words and a number, a flight of stairs or a flat behind it: `Storgata 4 B, 2. etg.` */
export const NORDIC_STREET =
  /(?:^|: ?)(\p{Lu}[\p{L}.'’-]*(?: [\p{L}.'’-]+){0,4} \d{1,4} ?[A-Za-z]?(?:[-–/]\d{1,4} ?[A-Za-z]?)?(?: [A-Z] ?\d{1,3}| \d{1,3})?|(?:[Pp]ost(?:boks|box|lokero)|[Bb]oks|[Bb]ox|PL|PB) \d{1,5})$/u;
/** A village may stand for the street; two numbers are those of the house in the town and in the street. */
export const CZECH_STREET =
  /(?:^|: ?)((?:ul\. ?)?(?:\d{1,2}\. )?\p{Lu}[\p{L}.'-]*(?: [\p{L}.'-]+){0,4} (?:č\. ?p\. ?)?\d{1,4}(?:\/\d{1,4})? ?[A-Za-z]?)$/u;
export const PORTUGUESE_STREET =
  /(?:^|: ?)((?:rua|r\.|av\.?|avenida|praça|pça\.?|largo|travessa|tv\.|estrada|est\.|alameda|al\.|rodovia|rod\.|calçada|beco|urbanização|quinta|zona industrial) .{2,70})$/iu;
export const TURKISH_STREET =
  /(?:^|: ?)(?=.*\d)([^:\n]{0,60}?(?<!\p{L})(?:mah(?:allesi)?|mh|cad(?:desi|de)?|cd|sok(?:ak|ağı)?|sk|bulv(?:arı)?|blv|yolu)(?!\p{L}).{0,80})$/iu;

/** Words and a number, or `bb` for a house without one: `Ul. Igmanska bb`, `ул. Лозја бр. 7/2`. */
export const SOUTH_SLAVIC_STREET =
  /(?:^|: ?)((?:(?:[Uu]l(?:ica)?|[Bb]ul(?:evar)?|[Тт]рг|[Уу]л(?:ица)?|[Бб]ул(?:евар)?)\.? ?)*\p{Lu}[\p{L}.'-]*(?: [\p{L}.'-]+){0,4},? ?(?:(?:br|бр)\. ?|№ ?)?(?:(?<=[ .№])\d{1,4} ?(?:\p{L}(?!\p{L}))?(?:\/\d{1,3}(?:-\d{1,3})?)?|(?<= )(?:bb|b\.b\.|бб)))$/u;
/** A street named after a day begins with it: `26ης Οκτωβρίου 8Α`. */
export const GREEK_STREET =
  /(?:^|: ?)((?:\d{1,2}(?:ης|η|ου) )?\p{Lu}[\p{L}.'’-]*(?: [\p{L}.&'’-]+){0,4},? \d{1,4} ?\p{L}?(?: ?[-–&] ?\d{1,4})?)$/u;
export const ROMANIAN_STREET =
  /(?:^|: ?)((?:str(?:ada|\.)|b-?d(?:ul|\.)?|bul(?:evardul|\.)|calea|aleea|al\.|[sșş]os(?:eaua|\.)|pia[tțţ]a|splaiul|intrarea|drumul|prelungirea) ?[\p{L}\d].{1,70})$/iu;
const AMERICAN_SPANISH_KINDS =
  'c/|calle|c\\.|avda?\\.?|avenida|av\\.|blvd?\\.?|boulevard|bulevar|calzada|calz\\.|carretera|carr\\.|camino|paseo|privada|priv\\.|prolongación|prolongacion|prol\\.|diagonal|ruta|pasaje|psje\\.?|jirón|jr\\.|autopista|periférico|periferico|circuito|cerrada';

/** Words as they begin a sentence, stand in it, or are shouted. */
function inEveryCase(words: string): string {
  const capitalised = words.replaceAll(/(?<=^|\|)\p{L}/gu, (letter) => letter.toUpperCase());
  return [words, capitalised, words.toUpperCase()].join('|');
}

/** As in Spain, or words with capitals and the number of a house behind a sign or as the last thing. */
export const AMERICAN_SPANISH_STREET = new RegExp(
  `(?:^|: ?)((?:${inEveryCase(AMERICAN_SPANISH_KINDS)}) ?[\\p{L}\\d].{1,60}|\\p{Lu}[\\p{L}.'-]*(?: (?:\\p{Lu}[\\p{L}.'-]*|de|del|la|las|los|el|y)){0,4} (?:(?:#|[Nn]o?\\.|[Nn][°º]|[Nn][uú]m\\.) ?)?\\d{1,5}(?: ?[A-Za-z](?!\\p{L}))?)$`,
  'u',
);
/** A number and a street of a kind: `Shop 4, 12B High Street`. */
export const KIND_STREET =
  /(?:^|: ?)((?:(?:suite|unit|level|shop|flat|office|floor|block|apartment|apt)\.? ?#?[\w-]+,? )?(?:\d{1,5}[A-Za-z]?(?: ?[-–/&] ?\d{1,5}[A-Za-z]?)?,? )(?:[\p{L}.'’-]+ ){1,4}(?:street|st|road|rd|avenue|ave|drive|dr|lane|ln|place|pl|crescent|cres|terrace|tce|way|quay|parade|highway|square|close|court|row|hill|park|mall|esplanade|boulevard)(?:\.|(?!\p{L})).{0,24})$/iu;
