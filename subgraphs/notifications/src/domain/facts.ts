import { minorDigitsOf } from '@voltpark/rating/invoice-rounding';
import { variablesOf, type NoticeKind, type VariableType } from './kinds.js';

/** An exact amount in a currency's major unit. */
export interface MoneyFact {
  readonly amount: string;
  readonly currency: string;
}

/**
 * What a notice tells, as data. Instants are ISO 8601, durations seconds, energy Wh, percent 0 to 100; null: not known.
 */
export type Facts = Readonly<Record<string, string | number | MoneyFact | null>>;

/** Where and in which language facts are written. */
export interface Manner {
  /** BCP 47. */
  readonly locale: string;
  readonly timeZone: string;
}

/** Integer minor units as an exact amount; the digits of the currency are those of ISO 4217. */
export function moneyOf(minor: number, currency: string): MoneyFact {
  const digits = minorDigitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return {
    amount: `${minor < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${fraction}`}`,
    currency,
  };
}

/** Every variable of a kind as text in a language; null where the fact is not known. */
export function writtenFacts(
  kind: NoticeKind,
  facts: Facts,
  manner: Manner,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(variablesOf(kind)).map(([name, type]) => [
      name,
      written(type, facts[name] ?? null, manner),
    ]),
  );
}

function written(type: VariableType, fact: Facts[string], manner: Manner): string | null {
  if (fact === null || fact === undefined) return null;
  if (typeof fact === 'object') return type === 'MONEY' ? money(fact, manner) : null;
  if (type === 'INSTANT') return instant(new Date(fact), manner);
  if (typeof fact === 'string') return fact;
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(manner.locale, options).format(value);
  switch (type) {
    case 'DURATION':
      return duration(fact, manner);
    case 'ENERGY':
      return `${number(fact / 1000, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} kWh`;
    case 'PERCENT':
      return number(fact / 100, { style: 'percent', maximumFractionDigits: 0 });
    default:
      return String(fact);
  }
}

function money({ amount, currency }: MoneyFact, { locale }: Manner): string {
  // A decimal string is formatted exactly, without becoming a number on the way.
  const exact = amount as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(exact);
}

function instant(at: Date, { locale, timeZone }: Manner): string {
  return new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short' },
    timeZone,
  }).format(at);
}

/** Hours and minutes, rounded down, as people say it. */
function duration(seconds: number, { locale }: Manner): string {
  const minutes = Math.floor(seconds / 60);
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(
      value,
    );
  const hours = Math.floor(minutes / 60);
  return hours === 0
    ? unit(minutes, 'minute')
    : `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`;
}
