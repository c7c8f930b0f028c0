import { facilitiesEvents } from '@voltpark/contracts';
import type { Facility, Operation } from '../domain/facility.js';
import { reasonOf } from '../domain/facility.js';
import { nameKey } from '@voltpark/contracts/names';
import type { FacilityRow, Prisma } from './generated/client.js';

/** What stands in the JSON columns is what the published snapshot promises. */
const { capacity, openingPeriods, specialDays } = facilitiesEvents.facilitySnapshotSchema.shape;

/** The facility that a row holds. */
export function facilityOf(row: FacilityRow): Facility {
  const { street, postalCode, city, country, latitude, longitude } = row;
  const { id, tenantId, externalId, name, timeZone, currency, pricingStrategy, evPolicy } = row;
  return {
    id,
    tenantId,
    externalId,
    name,
    address: { street, postalCode, city, country },
    position: { latitude, longitude },
    timeZone,
    currency,
    capacity: capacity.parse(row.capacity),
    openingPeriods: openingPeriods.parse(row.openingPeriods),
    specialDays: specialDays.parse(row.specialDays),
    pricingStrategy,
    evPolicy,
    operation: operationOf(row),
    version: row.version,
    registeredAt: row.registeredAt,
    updatedAt: row.updatedAt,
  };
}

function operationOf({ status, statusReason }: FacilityRow): Operation {
  return status === 'ACTIVE' ? { status } : { status, reason: statusReason };
}

/** The row that holds a facility. */
export function rowOf(facility: Facility): Prisma.FacilityRowUncheckedCreateInput {
  const { address, position, operation, ...rest } = facility;
  return {
    ...rest,
    ...address,
    ...position,
    nameKey: nameKey(facility.name),
    cityKey: nameKey(address.city),
    capacity: facility.capacity.map((places) => ({ ...places })),
    openingPeriods: facility.openingPeriods.map((period) => ({ ...period })),
    specialDays: facility.specialDays.map((day) => ({
      ...day,
      hours: day.hours.map((hours) => ({ ...hours })),
    })),
    status: operation.status,
    statusReason: reasonOf(operation),
  };
}
