/**
 * Exact fractions, for quantities that may be cut anywhere: a third of an hour and two thirds of one are one hour
 * again. Numerator and denominator share no divisor, the denominator is positive.
 */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const digitsPattern = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
/** Digits behind the point at which a division that never ends is cut. */
export const amountPlaces = 18;

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `n / d`; `d` must not be 0. */
export function fraction(n: bigint, d = 1n): Fraction {
  if (d === 1n) return { n, d };
  const sign = d < 0n ? -1n : 1n;
  const shared = gcd(n, d * sign) * sign;
  return { n: n / shared, d: d / shared };
}

/** A number of JSON, by its shortest notation, or its digits as text. */
export function fractionOf(value: number | string): Fraction {
  const { digits, places } = digitsOf(value);
  return fraction(digits, 10n ** BigInt(places));
}

/** A decimal as a whole number and how many of its digits stand behind the point. */
export function digitsOf(value: number | string): { digits: bigint; places: number } {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return { digits: BigInt(value), places: 0 };
    // Up to 15 digits, floats and decimals answer each other one to one: what the division finds again is meant.
    const thousandths = Math.round(value * 1_000);
    if (Math.abs(thousandths) < 1e15 && thousandths / 1_000 === value)
      return { digits: BigInt(thousandths), places: 3 };
  }
  const match = digitsPattern.exec(String(value));
  if (match === null) throw new RangeError(`${value} is not a decimal number.`);
  const [, sign, whole = '0', behind = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${behind}`);
  const places = behind.length - Number(exponent);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.d === b.d) return fraction(a.n + b.n, a.d);
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

/** Of many: denominators are met in pairs, so that they grow large only at the very end. */
export function sumOf(values: Iterable<Fraction>): Fraction {
  const byDenominator = new Map<bigint, bigint>();
  for (const { n, d } of values) byDenominator.set(d, (byDenominator.get(d) ?? 0n) + n);
  let sums = Array.from(byDenominator, ([d, n]): Fraction => ({ n, d }));
  while (sums.length > 1)
    sums = sums.flatMap((left, place) => {
      const right = sums[place + 1];
      if (place % 2 === 1) return [];
      if (right === undefined) return [left];
      return [{ n: left.n * right.d + right.n * left.d, d: left.d * right.d }];
    });
  const [sum] = sums;
  return sum === undefined ? { n: 0n, d: 1n } : fraction(sum.n, sum.d);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { n: -b.n, d: b.d });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

/** `b` must not be 0. */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d, a.d * b.n);
}

/** Negative, 0 or positive as `a` is less, equal or more. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.d === b.d ? a.n - b.n : a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const isZero = (a: Fraction): boolean => a.n === 0n;

/** The least multiple of `step` that is not below `a`; both not negative, `step` not 0. */
export function roundedUp(a: Fraction, step: Fraction): Fraction {
  const steps = over(a, step);
  return times(fraction((steps.n + steps.d - 1n) / steps.d), step);
}

/** The nearest decimal with `places` digits behind the point; half away from zero. */
export function nearest(a: Fraction, places: number): Fraction {
  const scale = 10n ** BigInt(places);
  const magnitude = a.n < 0n ? -a.n : a.n;
  const rounded = (2n * magnitude * scale + a.d) / (2n * a.d);
  return fraction(a.n < 0n ? -rounded : rounded, scale);
}

/** As decimal without exponent, at least `least` digits behind the point, cut to the nearest at the 18th. */
export function textOf(a: Fraction, least = 0): string {
  const places = placesOf(a.d);
  const { n, d } = places === null ? nearest(a, amountPlaces) : a;
  const shown = Math.max(least, placesOf(d) ?? 0);
  const digits = ((n < 0n ? -n : n) * 10n ** BigInt(shown)) / d;
  const text = digits.toString().padStart(shown + 1, '0');
  const whole = text.slice(0, text.length - shown);
  return `${n < 0n ? '-' : ''}${whole}${shown === 0 ? '' : `.${text.slice(-shown)}`}`;
}

/** How many digits a fraction of this denominator has behind the point; null when they are more than 18, or never end. */
export function placesOf(d: bigint): number | null {
  let places = 0;
  for (let rest = d; rest !== 1n; places += 1) {
    if (places === amountPlaces) return null;
    const ten = gcd(10n, rest);
    if (ten === 1n) return null;
    rest /= ten;
  }
  return places;
}
