import { z } from 'zod';
import type { Recipe } from '@sluice/core';
import { ANNOUNCE_AFTER, ANNOUNCEMENT } from './announcements.ts';

const announceAfter = Number(process.env[ANNOUNCE_AFTER] ?? 0);
let ran = 0;

/** A recipe whose one stage does nothing: what is left is the engine. */
const recipe: Recipe = {
  name: 'no-op',
  description: 'nothing, for measuring the engine',
  inputs: [{ name: 'id', synonyms: [], required: true, description: 'The number of the record' }],
  columns: [{ name: 'seen', type: 'text', description: 'The number again' }],
  options: z.unknown(),
  shardKey: () => null,
  stages: () => [
    {
      name: 'no-op',
      version: 1,
      config: {},
      required: true,
      input: ({ values }) => values['id'] ?? null,
      async run(id) {
        ran += 1;
        if (ran === announceAfter) process.stderr.write(`${ANNOUNCEMENT} ${ran}\n`);
        const value = { columns: { seen: id }, evidence: [] };
        return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
      },
    },
  ],
  open: async () => ({
    sync: async () => {},
    close: async () => {},
    counters: () => ({}),
  }),
};

export default recipe;
