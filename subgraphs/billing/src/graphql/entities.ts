import type {
  ChargingSessionResolvers,
  CustomerResolvers,
  FacilityResolvers,
  ParkingSessionResolvers,
} from './generated/types.js';
import { invoicePage } from './pages.js';

/** Entities of other contexts, here with what was billed. What billing does not know of them is empty. */
export const ParkingSession: ParkingSessionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoice: async ({ id }, _args, { loaders }) => {
    const all = await loaders.invoicesOfStay.load(id);
    const counting = all.filter(({ kind, status }) => kind === 'INVOICE' && status !== 'CANCELLED');
    return counting[0] ?? null;
  },
  invoices: ({ id }, _args, { loaders }) => loaders.invoicesOfStay.load(id),
};

export const ChargingSession: ChargingSessionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoice: () => null,
};

export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoices: ({ id: customerId }, args, context) => invoicePage({ ...args, customerId }, context),
};

export const Facility: FacilityResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  invoices: ({ id: facilityId }, args, context) => invoicePage({ ...args, facilityId }, context),
};
