/** A made-up small business; everything follows from its number. */
export interface Business {
  readonly host: string;
  readonly name: string;
  readonly trade: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  /** As people write it; of the range that is kept for fiction. */
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
}

const NAMES = [
  'Alder',
  'Birch',
  'Cedar',
  'Dahlia',
  'Elm',
  'Fern',
  'Gorse',
  'Hazel',
  'Iris',
  'Juniper',
];
const TRADES = ['Roofing', 'Bakery', 'Dental Care', 'Printing', 'Plumbing', 'Joinery', 'Optics'];
const STREETS = ['Mill Lane', 'Station Road', 'Harbour Street', 'Church Walk', 'Quarry Hill'];
const CITIES = ['Northbridge', 'Easthaven', 'Southmoor', 'Westford', 'Midvale', 'Lakeside'];

/** The business number `n` at a host. */
export function createBusiness(n: number, host: string): Business {
  const trade = pick(TRADES, n);
  return {
    host,
    name: `${pick(NAMES, n)} & ${pick(NAMES, n + 3)} ${trade} ${n}`,
    trade,
    street: `${1 + (n % 240)} ${pick(STREETS, n)}`,
    city: pick(CITIES, n),
    postalCode: String(10_000 + (n % 90_000)),
    phone: `(202) 555-01${twoDigits(n)}`,
    fax: `(202) 555-01${twoDigits(n + 50)}`,
    email: `office@${host}`,
  };
}

function twoDigits(n: number): string {
  return String(n % 100).padStart(2, '0');
}

function pick(list: readonly string[], n: number): string {
  return list[n % list.length] ?? '';
}
