/** All that happens to what is owed, to payments and refunds. */
export type MoneyEvent = never;
