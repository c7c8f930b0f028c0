import type { StayEstimateResolvers } from './generated/types.js';
import { money } from './money.js';
import { taxRows } from './taxes.js';

export const StayEstimate: StayEstimateResolvers = {
  parkingSession: ({ parkingSessionId: id }) => ({ id }),
  total: ({ totalMinor, currency }) => money(totalMinor, currency),
  net: ({ netMinor, currency }) => money(netMinor, currency),
  tax: ({ taxMinor, currency }) => money(taxMinor, currency),
  invoiced: ({ invoicedMinor, currency }) => money(invoicedMinor, currency),
  toBeInvoiced: ({ totalMinor, invoicedMinor, currency }) =>
    money(Math.max(0, totalMinor - invoicedMinor), currency),
  taxes: ({ taxes, lines, currency }) => taxRows(taxes, lines, currency),
  chargingInProgress: ({ chargingSessionId: id }) => (id === null ? null : { id }),
};
