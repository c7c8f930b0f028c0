import type { MoneyReads, MoneyStores } from '../application/money-ports.js';
import type { Db, Saving } from './saving.js';

/** What can be read of ledger and payments. */
export function moneyReadsOver(_db: Db): MoneyReads {
  return {};
}

/** Ledger and payments within one transaction. */
export function moneyStoresIn(_saving: Saving): MoneyStores {
  return {};
}
