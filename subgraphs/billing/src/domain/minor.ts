/**
 * A decimal in a currency's major unit as minor units: `10.5` of EUR is 1050. Null when it is not exact in the
 * currency's digits, or too large to be meant.
 * @param digits how many digits the currency has behind the point
 */
export function minorOf(amount: string, digits: number): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d*))?$/.exec(amount.trim());
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  if (/[^0]/.test(fraction.slice(digits))) return null;
  const minor = Number(`${whole}${kept}`);
  if (!Number.isSafeInteger(minor)) return null;
  return sign === '-' ? 0 - minor : minor;
}
