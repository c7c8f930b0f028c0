import { chargeKinds, type ChargeKind } from './charge.js';

/** How long the periods of a summary are: local days, ISO weeks (from Monday), calendar months. */
export const granularities = ['DAY', 'WEEK', 'MONTH'] as const;
export type Granularity = (typeof granularities)[number];

/** What the ledger has of a period and kind. Minor units, without tax. */
export interface RevenueRow {
  /** First day of the period, `2026-05-04`. */
  readonly period: string;
  readonly kind: ChargeKind;
  /** Invoiced. */
  readonly invoicedMinor: number;
  /** Taken back by credit notes; 0 or negative. */
  readonly creditedMinor: number;
}

/** Revenue of a kind. */
export interface RevenueOfKind {
  readonly kind: ChargeKind;
  readonly invoicedMinor: number;
  readonly creditedMinor: number;
  /** What remains: the one and the other together. */
  readonly netMinor: number;
}

/** Revenue of a period. */
export interface RevenuePeriod {
  /** First and last day of it that are in the summary. */
  readonly from: string;
  readonly to: string;
  readonly netMinor: number;
  /** Kinds that had any, in a fixed order. */
  readonly byKind: readonly RevenueOfKind[];
}

/** One row a kind, summed. */
export function byKindOf(rows: readonly RevenueRow[]): RevenueOfKind[] {
  return chargeKinds.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    if (own.length === 0) return [];
    const invoicedMinor = own.reduce((sum, row) => sum + row.invoicedMinor, 0);
    const creditedMinor = own.reduce((sum, row) => sum + row.creditedMinor, 0);
    return [{ kind, invoicedMinor, creditedMinor, netMinor: invoicedMinor + creditedMinor }];
  });
}

const dayMs = 24 * 60 * 60 * 1_000;
const instantOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** The first day of the period that a day is in. Calendar days, so no zone matters. */
export function periodOf(day: string, granularity: Granularity): string {
  const date = instantOf(day);
  switch (granularity) {
    case 'DAY':
      return day;
    case 'WEEK':
      return dayOf(new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs));
    case 'MONTH':
      return `${day.slice(0, 7)}-01`;
  }
}

/** The first day after a period that begins with this day. */
function afterPeriod(first: string, granularity: Granularity): string {
  const date = instantOf(first);
  if (granularity === 'MONTH') {
    return dayOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)));
  }
  return dayOf(new Date(date.getTime() + (granularity === 'WEEK' ? 7 : 1) * dayMs));
}

/** First days of all periods from one day to another, both included. */
export function periodsBetween(from: string, to: string, granularity: Granularity): string[] {
  const periods: string[] = [];
  for (let first = periodOf(from, granularity); first <= to;) {
    periods.push(first);
    first = afterPeriod(first, granularity);
  }
  return periods;
}

/** Every period of a summary, those without any revenue included. */
export function revenuePeriods(
  rows: readonly RevenueRow[],
  range: { readonly from: string; readonly to: string; readonly granularity: Granularity },
): RevenuePeriod[] {
  const { from, to, granularity } = range;
  return periodsBetween(from, to, granularity).map((first) => {
    const byKind = byKindOf(rows.filter(({ period }) => period === first));
    const last = dayOf(new Date(instantOf(afterPeriod(first, granularity)).getTime() - dayMs));
    return {
      from: first < from ? from : first,
      to: last > to ? to : last,
      netMinor: byKind.reduce((sum, { netMinor }) => sum + netMinor, 0),
      byKind,
    };
  });
}
