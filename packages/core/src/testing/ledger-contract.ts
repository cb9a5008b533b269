import { describe } from 'vitest';
import type { Ledger } from '../engine/ledger.ts';

export function ledgerContract(name: string, _open: () => Promise<Ledger>): void {
  describe(`${name} keeps the ledger contract`, () => {});
}
