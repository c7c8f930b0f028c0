import type { Invoice } from '../domain/invoice.js';
import type {
  ChargingSessionResolvers,
  CustomerResolvers,
  FacilityResolvers,
  ParkingSessionResolvers,
} from './generated/types.js';
import { invoicePage } from './pages.js';

/** Of a stay's documents, the latest first, the one that counts now. */
const countingOf = (documents: readonly Invoice[]): Invoice | null =>
  documents.find(({ kind, status }) => kind === 'INVOICE' && status !== 'CANCELLED') ?? null;

/** Entities of other contexts, here with what was billed. What billing does not know of them is empty. */
export const ParkingSession: ParkingSessionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoice: async ({ id }, _args, { loaders }) => {
    const stay = await loaders.billedWith.load(id);
    return stay === null ? null : countingOf(await loaders.invoicesOfStay.load(stay));
  },
  estimate: ({ id }, _args, { loaders }) => loaders.estimate.load(id),
  invoices: ({ id: parkingSessionId }, args, context) =>
    invoicePage({ ...args, parkingSessionId }, context),
};

export const ChargingSession: ChargingSessionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoice: async ({ id }, _args, { loaders }) => {
    const stay = await loaders.stayOfSession.load(id);
    return stay === null ? null : countingOf(await loaders.invoicesOfStay.load(stay));
  },
};

export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoices: ({ id: customerId }, args, context) => invoicePage({ ...args, customerId }, context),
};

export const Facility: FacilityResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoices: ({ id: facilityId }, args, context) => invoicePage({ ...args, facilityId }, context),
};
