/** What can be read of ledger and payments outside of any transaction. */
export type MoneyReads = object;

/** Ledger and payments within one transaction. */
export type MoneyStores = object;
