/** What of an invoice is about money: owed, payments. */
export const invoiceMoney = {};
