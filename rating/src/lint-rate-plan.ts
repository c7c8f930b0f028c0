import type { RatePlan } from '@voltpark/contracts/rate-plan';
import { clockChangesOf } from './clock-changes.js';
import { Decimal, decimalText } from './decimal.js';
import { minorDigitsOf } from './invoice-rounding.js';
import { lintTables } from './lint-rate-tables.js';
import { lintWindows } from './lint-rate-windows.js';
import type { Finding } from './rating.js';

/** Where and when a plan is to be used: the clock changes of that year are gone through. */
export interface LintContext {
  /** IANA name. */
  readonly timeZone: string;
  readonly year: number;
}

/**
 * What the author of a plan may not have meant: stays that nothing prices, parts that never count, maxima below a
 * single price, times of day that some nights do not have, odd tax and currency. A plan with findings works.
 *
 * @throws RangeError for an unknown time zone.
 */
export function lintRatePlan(plan: RatePlan, { timeZone, year }: LintContext): Finding[] {
  const changes = clockChangesOf(timeZone, year);
  return [
    ...lintTables(plan),
    ...lintWindows(plan, changes),
    ...lintMaxima(plan),
    ...lintTax(plan),
    ...lintCurrency(plan),
    ...lintGrace(plan),
  ];
}

function lintMaxima(plan: RatePlan): Finding[] {
  const { dailyMaximum, maximumPer24Hours, lostTicketFee } = plan;
  const findings: Finding[] = [];
  if (dailyMaximum !== null && maximumPer24Hours !== null) {
    const [day, stretch] = [new Decimal(dailyMaximum), new Decimal(maximumPer24Hours)];
    if (stretch.gte(day.times(2)))
      findings.push({
        severity: 'NOTE',
        code: 'UNREACHABLE_MAXIMUM',
        path: 'maximumPer24Hours',
        message: `24 hours lie in two calendar days, which come to ${decimalText(day.times(2))} at most: this maximum hardly ever counts.`,
      });
  }
  if (dailyMaximum === null && maximumPer24Hours === null && new Decimal(lostTicketFee).isZero())
    findings.push({
      severity: 'NOTE',
      code: 'LOST_TICKET',
      path: 'lostTicketFee',
      message:
        'There is no maximum and no fee: a lost ticket costs what 24 hours cost, whatever the stay.',
    });
  return findings;
}

/** No country's rate is higher; below one, a fraction was meant for a percentage. */
const highestTaxPercent = 30;

function lintTax({ taxPercent }: RatePlan): Finding[] {
  if (taxPercent === null)
    return [
      {
        severity: 'NOTE',
        code: 'TAX_UNKNOWN',
        path: 'taxPercent',
        message: 'Without a rate the tax is unknown or not applicable, which is not 0 %.',
      },
    ];
  const percent = new Decimal(taxPercent);
  const isFraction = percent.gt(0) && percent.lt(1);
  if (!isFraction && percent.lte(highestTaxPercent)) return [];
  const message = isFraction
    ? `${taxPercent} is ${taxPercent} percent; ${percent.times(100).toString()} may have been meant.`
    : `${taxPercent} percent is more than any country's rate.`;
  return [{ severity: 'WARNING', code: 'TAX_ODD', path: 'taxPercent', message }];
}

function lintCurrency(plan: RatePlan): Finding[] {
  const { currency } = plan;
  const findings: Finding[] = [];
  if (!Intl.supportedValuesOf('currency').includes(currency))
    findings.push({
      severity: 'WARNING',
      code: 'CURRENCY_UNKNOWN',
      path: 'currency',
      message: `${currency} is no currency of ISO 4217 that is known here; it is taken to have cents.`,
    });
  const digits = minorDigitsOf(currency);
  for (const [path, amount] of amountsOf(plan))
    if (new Decimal(amount).decimalPlaces() > digits)
      findings.push({
        severity: 'NOTE',
        code: 'FINER_THAN_CURRENCY',
        path,
        message: `${amount} ${currency} is finer than can be paid (${digits} decimals): invoices are rounded, not this.`,
      });
  return findings;
}

function amountsOf(plan: RatePlan): [string, string][] {
  const amounts: [string, string | null][] = [
    ...plan.tables.flatMap(({ lines }, table) =>
      lines.flatMap(({ value, maxValue }, line): [string, string | null][] => [
        [`tables.${table}.lines.${line}.value`, value],
        [`tables.${table}.lines.${line}.maxValue`, maxValue],
      ]),
    ),
    ...plan.windows.map(({ maxValue }, window): [string, string | null] => [
      `windows.${window}.maxValue`,
      maxValue,
    ]),
    ['dailyMaximum', plan.dailyMaximum],
    ['maximumPer24Hours', plan.maximumPer24Hours],
    ['lostTicketFee', plan.lostTicketFee],
  ];
  return amounts.flatMap(([path, amount]) => (amount === null ? [] : [[path, amount]]));
}

/** Longest grace that is still a look around, minutes. */
const longestGraceMinutes = 60;

function lintGrace({ graceMinutes, reset }: RatePlan): Finding[] {
  const isBehindReset = reset.kind === 'EVERY' && graceMinutes >= reset.minutes;
  if (graceMinutes <= longestGraceMinutes && !isBehindReset) return [];
  return [
    {
      severity: 'WARNING',
      code: 'GRACE_LONG',
      path: 'graceMinutes',
      message: `A stay of ${graceMinutes} minutes is free, and one a minute longer is priced from its beginning: the price jumps there.`,
    },
  ];
}
