import { questionsOf, type Question, type ValueKind } from '@sluice/enricher';
import { z } from 'zod';

/** Sectors that a company is put into; the names are what stands in the results. */
const industries = [
  'Agriculture, forestry & fishing',
  'Mining & energy',
  'Food & drink production',
  'Textiles & clothing',
  'Wood, paper & furniture',
  'Chemicals & pharmaceuticals',
  'Plastics, glass & ceramics',
  'Metals & metal products',
  'Machinery & equipment',
  'Electronics & electrical equipment',
  'Vehicles & transport equipment',
  'Medical & precision instruments',
  'Crafts & repair',
  'Construction & building trades',
  'Wholesale',
  'Retail',
  'Hotels, restaurants & cafés',
  'Travel & leisure',
  'Transport & logistics',
  'Media, publishing & printing',
  'Software & IT services',
  'Telecommunications',
  'Finance & insurance',
  'Real estate',
  'Legal, tax & consulting',
  'Architecture & engineering',
  'Marketing & design',
  'Research & development',
  'Education & training',
  'Health & care',
  'Veterinary',
  'Arts, culture & sport',
  'Personal services',
  'Public sector & associations',
  'Other',
] as const;

const about = (kind: ValueKind, description: string, cues: readonly string[]) => ({
  kind,
  description,
  cues,
});

/** What the company recipe asks a language model. */
const companyForm = z.object({
  industry: z
    .enum(industries)
    .meta(about('derived', 'the sector that the organisation’s main business belongs to', [])),
  products: z
    .array(z.string())
    .max(12)
    .meta(
      about('text', 'its main products and services, each named as the text names it', [
        'products',
        'services',
        'we make',
        'we offer',
        'we build',
        'range',
        'produkte',
        'leistungen',
        'wir bieten',
        'produits',
        'nos services',
        'productos',
        'servicios',
        'prodotti',
      ]),
    ),
  founded_year: z
    .int()
    .meta(
      about('year', 'the year in which it was founded, as four digits that the text has', [
        'founded',
        'established',
        'since',
        'est',
        'started',
        'began',
        'opened',
        'gegründet',
        'seit',
        'gründung',
        'fondé*',
        'depuis',
        'créé*',
        'fundad*',
        'desde',
        'fondat*',
        'dal',
        'sinds',
        'opgericht',
      ]),
    ),
  headquarters: z
    .string()
    .meta(
      about(
        'text',
        'the place of its head office (town, and country if given), as the text writes it',
        [
          'headquarter*',
          'head office',
          'based in',
          'registered office',
          'hauptsitz',
          'firmensitz',
          'sitz',
          'siège',
          'sede',
          'zetel',
        ],
      ),
    ),
  employees: z
    .int()
    .meta(
      about('number', 'how many people work for it, a number that the text has in figures', [
        'employees',
        'staff',
        'team of',
        'people',
        'workforce',
        'mitarbeiter*',
        'beschäftigte*',
        'salariés',
        'collaborateurs',
        'empleados',
        'dipendenti',
        'medewerkers',
      ]),
    ),
  audience: z
    .string()
    .meta(
      about('derived', 'whom it serves, in a few words, such as private households or hospitals', [
        'customers',
        'clients',
        'for',
        'kunden',
        'für',
        'clients',
        'pour',
        'clientes',
        'clienti',
      ]),
    ),
  summary: z
    .string()
    .meta(
      about('derived', 'what it is and does, in one or two plain sentences without praise', []),
    ),
});

/** The questions, in the order of their columns. */
export const companyQuestions: readonly Question[] = questionsOf(companyForm);

/** Whether an output column is one that a language model is asked for. */
export function isAskedOfModel(column: string): boolean {
  return companyQuestions.some((question) => question.column === column);
}
