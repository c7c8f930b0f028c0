import type { SlotKind, SlotSize } from '@voltpark/contracts';
import { slotSizes } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import type { Facility, FacilityStatus } from '../domain/facility.js';
import { sizesThatFit } from '../domain/free-places.js';
import { isOnEarth, type Circle } from '../domain/geography.js';
import { limits } from '../domain/limits.js';
import type { Cause, FacilitySlice, Ports } from './ports.js';
import { publicReach, reaches, reachOf } from '@voltpark/kit/reach';

/** What somebody looks for on the map; null where they do not mind. */
export interface FacilityWish {
  readonly city: string | null;
  readonly near: Circle | null;
  readonly statuses: readonly FacilityStatus[] | null;
  readonly tenantId: string | null;
  readonly hasFree: { readonly size: SlotSize | null; readonly kind: SlotKind | null } | null;
}

/** Facilities by id, for everyone: what stands on the map is public. */
export function facilitiesByIds({ reads }: Ports) {
  return (ids: readonly string[]) => reads.facilities.byIds(ids, publicReach);
}

/** Names of operators by tenant id, for everyone. */
export function operatorNames({ reads }: Ports) {
  return (tenantIds: readonly string[]) => reads.facilities.operatorNames(tenantIds);
}

/** The facility that a tenant knows by an id of its own systems; for its staff. */
export function facilityByExternalId({ reads }: Ports) {
  return async ({ actor }: Cause, externalId: string, tenantId = actor.tenantId) =>
    tenantId === null ? null : reads.facilities.byExternalId(tenantId, externalId, reachOf(actor));
}

/** A stretch of the map's list, for everyone. */
export function findFacilities({ reads }: Ports) {
  return async (wish: FacilityWish, slice: FacilitySlice) => {
    const fault = wishFault(wish, slice);
    if (fault !== undefined) return fault;
    const { hasFree } = wish;
    const criteria = {
      ...wish,
      statuses: wish.statuses ?? (['ACTIVE', 'MAINTENANCE'] as const),
      hasFree: hasFree && {
        sizes: hasFree.size === null ? slotSizes : sizesThatFit(hasFree.size),
        kind: hasFree.kind,
      },
    };
    return { found: await reads.facilities.find(criteria, slice, publicReach) };
  };
}

function wishFault({ near }: FacilityWish, { orderBy }: FacilitySlice) {
  if (near === null) {
    if (orderBy !== 'DISTANCE') return undefined;
    return invalidInput('orderBy', 'An order by distance needs `filter.near` to measure from.');
  }
  if (!isOnEarth(near)) {
    return invalidInput('filter.near', 'A latitude is -90 to 90 degrees, a longitude -180 to 180.');
  }
  if (near.radiusMetres >= 1 && near.radiusMetres <= limits.nearRadiusMetres) return undefined;
  const most = limits.nearRadiusMetres;
  return invalidInput('filter.near.radiusMetres', `A radius is 1 to ${most} metres.`);
}

/** The facility as its staff see it; null for everyone else. */
export function asStaff({ actor }: Cause, facility: Facility): Facility | null {
  return reaches(reachOf(actor), facility.tenantId) ? facility : null;
}
