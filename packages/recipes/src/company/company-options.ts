import { z } from 'zod';

/** What the company recipe takes from the run's options; everything else is passed over. */
export const companyOptionsSchema = z.object({
  /** Pause between two requests to a host, in milliseconds. */
  delay: z.number().nonnegative().default(500),
  /** Pages of a site, the home page included. */
  maxPages: z.number().int().min(1).default(8),
  /** Earlier runs' pages that are older are fetched again, in milliseconds. */
  maxAge: z.number().positive().optional(),
  /** When pages are opened in a browser: where plain HTTP gets next to nothing, always, or never. */
  browser: z.enum(['auto', 'always', 'never']).default('auto'),
  /** The browser to use; without it one is looked for. */
  browserPath: z.string().optional(),
  /** The operator's own HTTP proxy. */
  proxy: z.string().optional(),
  /** Absolute path of a page archive to read instead of the network, and its SHA-256. */
  replay: z.string().optional(),
  replaySha256: z.string().optional(),
});

export type CompanyOptions = z.infer<typeof companyOptionsSchema>;
