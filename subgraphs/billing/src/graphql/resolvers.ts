import { ChargingSession, Customer, Facility, ParkingSession } from './entities.js';
import type { Resolvers } from './generated/types.js';
import { Invoice } from './Invoice.js';
import { moneyResolvers } from './money-resolvers.js';
import { settleStay } from './Mutation/settleStay.js';
import { invoice } from './Query/invoice.js';
import { invoices } from './Query/invoices.js';
import { myInvoices } from './Query/myInvoices.js';

const { Query, Mutation, ...moneyTypes } = moneyResolvers;

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { invoice, invoices, myInvoices, ...Query },
  Mutation: { settleStay, ...Mutation },
  Invoice,
  ParkingSession,
  ChargingSession,
  Customer,
  Facility,
  ...moneyTypes,
};
