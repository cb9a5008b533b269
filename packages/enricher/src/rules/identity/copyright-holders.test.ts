import { describe, expect, it } from 'vitest';
import { copyrightHolders } from './copyright-holders.ts';

const holdersIn = (text: string): string[] =>
  [...copyrightHolders(text)].map(({ start, end }) => text.slice(start, end));

describe('copyrightHolders', () => {
  it.each([
    ['© 2024 Tannert GmbH. All rights reserved', 'Tannert GmbH'],
    [
      'Copyright © 2009-2024 by Hartley & Crane, Inc. All Rights Reserved.',
      'Hartley & Crane, Inc.',
    ],
    ['(c) Birchwood Bakery 2019', 'Birchwood Bakery'],
    ['© Birchwood Bakery, 2019', 'Birchwood Bakery'],
    ['Copyright 2020 Birchwood Bakery | Privacy', 'Birchwood Bakery'],
    ['© 2021 Birchwood Bakery - Site by Pixelhaus', 'Birchwood Bakery'],
    ['© 2010 Hale Design Engineering. All rights', 'Hale Design Engineering'],
    ['© 2023 | Birchwood Group | All rights reserved', 'Birchwood Group'],
    ['© 2023 Birchwood Bakery web design by Pixelhaus', 'Birchwood Bakery'],
    ['© 2022 St. Alban Clinic Website design: Pixelhaus', 'St. Alban Clinic'],
    ['© Dr. med. Anna Acme, 2026 · Impressum', 'Dr. med. Anna Acme'],
    ['Birchwood Bakery © 2020 All rights reserved', 'Birchwood Bakery'],
    ['Opening hours\nTannert GmbH © 2020', 'Tannert GmbH'],
  ])('reads the holder in `%s`', (text, holder) => {
    expect(holdersIn(text)).toEqual([holder]);
  });

  it('finds none where a notice names nobody', () => {
    expect(holdersIn('© 2020. All rights reserved.')).toEqual([]);
    expect(holdersIn('© 2020 for this site')).toEqual([]);
    expect(holdersIn('Copyright\nThe content and works on these pages are ours')).toEqual([]);
    expect(holdersIn('They are subject to German copyright law. Acme may')).toEqual([]);
    expect(holdersIn('All texts are under copyright and intellectual property rights.')).toEqual(
      [],
    );
  });
});
