import type { InputColumn, OutputColumn } from '@sluice/core';
import { outputColumnOf } from '@sluice/enricher';
import { companyQuestions } from './company-questions.ts';

export const companyInputs: readonly InputColumn[] = [
  {
    name: 'website',
    synonyms: [
      'url',
      'homepage',
      'home page',
      'domain',
      'web',
      'site',
      'website url',
      'company website',
      'company url',
      'web address',
      'webseite',
      'internetseite',
      'site web',
      'sitio web',
      'sito web',
      'link',
    ],
    required: true,
    unless: 'name',
    description: 'address of the company’s website, with or without https://',
  },
  {
    name: 'name',
    synonyms: [
      'company',
      'company name',
      'companyname',
      'organisation',
      'organization',
      'organisation name',
      'organization name',
      'business',
      'business name',
      'firm',
      'firma',
      'firmenname',
      'unternehmen',
      'entreprise',
      'empresa',
      'azienda',
    ],
    required: false,
    description: 'name of the company; with it, a missing website can be looked for',
  },
  {
    name: 'city',
    synonyms: ['town', 'place', 'ort', 'stadt', 'ville', 'ciudad', 'città', 'citta'],
    required: false,
    description: 'where the company is; a website that is looked for has to name it',
  },
  {
    name: 'country',
    synonyms: ['country code', 'countrycode', 'iso country', 'land', 'pays', 'pais', 'paese'],
    required: false,
    description:
      'ISO 3166-1 alpha-2 code or English name; tells how to read national phone numbers',
  },
];

export const companyColumns: readonly OutputColumn[] = [
  { name: 'company_name', type: 'text', description: 'the name the company gives itself' },
  { name: 'phone', type: 'text', description: 'best phone number, E.164' },
  { name: 'phones', type: 'list', description: 'all phone numbers, E.164, best first' },
  { name: 'fax', type: 'text', description: 'fax number, E.164' },
  { name: 'email', type: 'text', description: 'best e-mail address' },
  { name: 'emails', type: 'list', description: 'all e-mail addresses, best first' },
  { name: 'address', type: 'text', description: 'postal address, on one line' },
  { name: 'description', type: 'text', description: 'what the company says it does' },
  { name: 'logo_url', type: 'text', description: 'address of the logo' },
  { name: 'banner_url', type: 'text', description: 'address of the banner or hero image' },
  {
    name: 'image_url',
    type: 'text',
    description: 'the logo, else the banner, else the first reasonable image',
  },
  {
    name: 'image_status',
    type: 'text',
    description:
      'what asking for image_url came to: confirmed, unreachable, not_an_image or unchecked',
  },
  { name: 'socials', type: 'list', description: 'social profiles' },
  { name: 'opening_hours', type: 'text', description: 'opening hours, as written' },
  { name: 'language', type: 'text', description: 'language of the site, ISO 639-1' },
  ...companyQuestions.map(outputColumnOf),
  {
    name: 'website_found',
    type: 'text',
    description: 'website that was found for a row with a name and none',
  },
];
