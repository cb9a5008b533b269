import { page, type Handler } from '@sluice/testkit';

/** A website that does not answer before it is opened. */
export interface Gate {
  readonly handler: Handler;
  /** Resolves when somebody asks. */
  readonly reached: Promise<void>;
  open(): void;
}

const HOME = '<title>Alder 0 Roofing</title><p>Call (202) 555-0100</p>';

export function makeGate(): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    async handler(exchange) {
      reached.resolve();
      await opened.promise;
      await page(HOME)(exchange);
    },
    reached: reached.promise,
    open: opened.resolve,
  };
}
