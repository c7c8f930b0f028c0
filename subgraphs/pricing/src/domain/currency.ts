/** A facility charges in one currency, and this is in another. */
export interface CurrencyMismatch {
  readonly type: 'CurrencyMismatch';
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
}

/** What speaks against using an amount in one currency where another is used; undefined when nothing does. */
export function currencyMismatch(expected: string, actual: string): CurrencyMismatch | undefined {
  if (expected === actual) return undefined;
  const message = `The facility charges in ${expected}, and this is in ${actual}.`;
  return { type: 'CurrencyMismatch', expected, actual, message };
}
