/** ISO 4217: currencies whose minor unit is not a hundredth. The rest, unknown ones included, have two digits. */
const digitsByCurrency: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((currency) => [currency, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((currency) => [currency, 3] as const),
  ...'CLF UYW'.split(' ').map((currency) => [currency, 4] as const),
]);
const usualDigits = 2;

/**
 * Digits behind the point of a currency's minor unit by ISO 4217: EUR 2, JPY 0, KWD 3. Not asked of `Intl`, whose
 * answer follows local usage and the version of its data.
 */
export function minorDigitsOf(currency: string): number {
  return digitsByCurrency.get(currency) ?? usualDigits;
}
