import type { Tariff } from '@voltpark/contracts';
import { clockChangesOf } from './clock-changes.js';
import { lintClocks } from './lint-tariff-clocks.js';
import { lintCoverage } from './lint-tariff-coverage.js';
import { lintPrices } from './lint-tariff-prices.js';
import { lintRestrictions } from './lint-tariff-restrictions.js';
import type { Finding } from './rating.js';

/** Where and when a tariff is to be used: the clock changes of that year are gone through. */
interface LintOptions {
  /** IANA name. */
  readonly timeZone: string;
  readonly year: number;
}

/**
 * What the author of a tariff may not have meant: conditions that never hold, prices that are never reached, times
 * and energies without a price, windows that clock changes take away or double, odd limits and taxes. A tariff with
 * findings is rated all the same.
 *
 * @throws RangeError for an unknown time zone.
 */
export function lintTariff(tariff: Tariff, { timeZone, year }: LintOptions): Finding[] {
  const changes = clockChangesOf(timeZone, year);
  return [
    ...lintRestrictions(tariff),
    ...lintCoverage(tariff),
    ...lintPrices(tariff),
    ...lintClocks(tariff, changes),
  ];
}
