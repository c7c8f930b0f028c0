import { loaded } from '@voltpark/kit/graphql/loaded';
import { asStaff } from '../application/read-facilities.js';
import { isOpen, opensNext, plannedPlaces, reasonOf } from '../domain/facility.js';
import type { FacilityResolvers } from './generated/types.js';

export const Facility: FacilityResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.facility.load(id),
  operatorName: ({ tenantId }, _args, { loaders }) => loaded(loaders.operatorName, tenantId),
  status: ({ operation }) => operation.status,
  statusReason: ({ operation }) => reasonOf(operation),
  plannedCapacity: ({ capacity }) => ({
    places: plannedPlaces(capacity),
    bySizeAndKind: capacity,
  }),
  specialDays: ({ specialDays }) => specialDays.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  isOpen: (facility, { at }, { now }) => isOpen(facility, at ?? now),
  nextOpening: (facility, { after }, { now }) => opensNext(facility, after ?? now),
  tenant: ({ tenantId }, _args, { loaders }) => loaders.tenant.load(tenantId),
  administration: (facility, _args, { cause }) => asStaff(cause, facility),
};
