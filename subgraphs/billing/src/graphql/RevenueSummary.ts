import type { RevenueOfKind } from '../domain/revenue.js';
import type { RevenueSummaryResolvers } from './generated/types.js';
import { money } from './money.js';

const kindRows = (rows: readonly RevenueOfKind[], currency: string) =>
  rows.map(({ kind, invoicedMinor, creditedMinor, netMinor }) => ({
    kind,
    invoiced: money(invoicedMinor, currency),
    credited: money(creditedMinor, currency),
    revenue: money(netMinor, currency),
  }));

export const RevenueSummary: RevenueSummaryResolvers = {
  facility: ({ facilityId: id }) => ({ id }),
  revenue: ({ netMinor, currency }) => money(netMinor, currency),
  byKind: ({ byKind, currency }) => kindRows(byKind, currency),
  periods: ({ periods, currency }) =>
    periods.map(({ from, to, netMinor, byKind }) => ({
      from,
      to,
      revenue: money(netMinor, currency),
      byKind: kindRows(byKind, currency),
    })),
};
