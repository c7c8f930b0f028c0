import { ChargingSession, Customer, Facility, ParkingSession } from './entities.js';
import type { Resolvers } from './generated/types.js';
import { Invoice } from './Invoice.js';
import { moneyResolvers } from './money-resolvers.js';
import { applyDiscount } from './Mutation/applyDiscount.js';
import { settleStay } from './Mutation/settleStay.js';
import { estimate } from './Query/estimate.js';
import { invoice } from './Query/invoice.js';
import { invoices } from './Query/invoices.js';
import { myInvoices } from './Query/myInvoices.js';
import { revenueSummary } from './Query/revenueSummary.js';
import { RevenueSummary } from './RevenueSummary.js';
import { StayEstimate } from './StayEstimate.js';

const { Query, Mutation, ...moneyTypes } = moneyResolvers;

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { estimate, invoice, invoices, myInvoices, revenueSummary, ...Query },
  Mutation: { applyDiscount, settleStay, ...Mutation },
  Invoice,
  StayEstimate,
  RevenueSummary,
  ParkingSession,
  ChargingSession,
  Customer,
  Facility,
  ...moneyTypes,
};
