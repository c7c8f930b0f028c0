import {
  accountsEvents,
  facilitiesEvents,
  pricingEvents,
  ratePlanSchema,
  tariffSchema,
  type DataOf,
} from '@voltpark/contracts';
import type { z } from 'zod';
import { tenantId } from './actors.js';
import { heard, iso, minutes, type Heard } from './event.js';

export const facilityRegistered = (
  facilityId: string,
  otherwise: Partial<facilitiesEvents.FacilitySnapshot> = {},
) =>
  heard(
    facilitiesEvents.facilityRegistered,
    {
      ...{ facilityId, tenantId, externalId: null, name: 'Altmarkt', street: 'Altmarkt 1' },
      ...{ postalCode: '01067', city: 'Dresden', country: 'DE', latitude: 51, longitude: 13.7 },
      ...{ timeZone: 'Europe/Berlin', currency: 'EUR', status: 'ACTIVE', evPolicy: 'STRICT' },
      ...{ pricingStrategy: 'BASIC', openingPeriods: [], specialDays: [], capacity: [] },
      ...otherwise,
    },
    `facility ${facilityId}`,
    1,
    minutes(-10_000),
  );

/** 2.00 an hour with 19 % tax in it, begun hours, 12.00 a day; parking is free while charging. */
export const plan = (otherwise: object = {}) =>
  ratePlanSchema.parse({
    name: 'Standard',
    currency: 'EUR',
    taxPercent: '19',
    taxIncluded: true,
    tables: [
      {
        name: 'All',
        lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 60, value: '2.00' }],
      },
    ],
    dailyMaximum: '12.00',
    lostTicketFee: '10.00',
    overlap: { parkingShareWhileCharging: '0', idleFee: 'REPLACES_PARKING' },
    ...otherwise,
  } satisfies z.input<typeof ratePlanSchema>);

export const ruleUpdated = (
  ratePlanId: string,
  otherwise: { number?: number; from?: Date; madeAt?: Date; plan?: object } = {},
) => {
  const { number = 1, from = minutes(-9_000), madeAt = minutes(-9_500) } = otherwise;
  const data = {
    ...{ ratePlanId, versionId: `${ratePlanId}-v${number}`, number, tenantId },
    ...{ effectiveFrom: iso(from), plan: plan(otherwise.plan) },
  };
  return heard(pricingEvents.ruleUpdated, data, `plan ${ratePlanId}`, number, madeAt);
};

/** 0.50 a kWh before 19 % tax, and 6.00 an hour of idling before tax after 10 minutes. */
export const tariff = (otherwise: object = {}) =>
  tariffSchema.parse({
    currency: 'EUR',
    elements: [{ price_components: [{ type: 'ENERGY', price: 0.5, vat: 19, step_size: 1 }] }],
    idle_fee: { price_per_hour: 6, vat: 19, grace_seconds: 600 },
    ...otherwise,
  });

export const tariffChanged = (tariffId: string, otherwise: object = {}) =>
  heard(
    pricingEvents.tariffChanged,
    {
      ...{ tariffId, name: 'Fast', versionId: `${tariffId}-v1`, number: 1, tenantId },
      ...{ effectiveFrom: iso(minutes(-9_000)), tariff: tariff(otherwise) },
    },
    `tariff ${tariffId}`,
    1,
    minutes(-9_500),
  );

export const planAssigned = (
  facilityId: string,
  targetId: string | null,
  otherwise: { id?: string; from?: Date; madeAt?: Date } = {},
) => {
  const { id = `assignment-of-${facilityId}`, from = minutes(-8_000) } = otherwise;
  const { madeAt = minutes(-9_000) } = otherwise;
  const data = {
    ...{ assignmentId: id, tenantId, facilityId, stationId: null, kind: 'RATE_PLAN' as const },
    ...{ targetId, effectiveFrom: iso(from) },
  };
  return heard(pricingEvents.assignmentChanged, data, `assignment ${id}`, 1, madeAt);
};

export const vehicleLinked = (
  vehicleId: string,
  registration: string,
  customerId: string | null,
  at: Date,
  version = 1,
) =>
  heard(
    accountsEvents.vehicleLinked,
    {
      ...{ vehicleId, registration, customerId, size: 'STANDARD' as const, isElectric: false },
      ...{ make: null, model: null, colour: null, active: true, previousCustomerId: null },
    },
    `vehicle ${vehicleId}`,
    version,
    at,
  );

type PassData = DataOf<typeof accountsEvents.passBought>;

export const passHeard = (
  passId: string,
  status: PassData['status'],
  otherwise: Partial<PassData> & { version?: number; at?: Date } = {},
) => {
  const { version = status === 'PENDING' ? 1 : 2, at = minutes(-60), ...words } = otherwise;
  const data: PassData = {
    ...{ passId, tenantId, customerId: 'customer-one', registration: 'DDVP123', facilityIds: [] },
    ...{ status, validFrom: iso(minutes(-1_000)), validUntil: iso(minutes(40_000)) },
    price: { amount: '49.00', currency: 'EUR', taxPercent: '19' },
    ...words,
  };
  const event = status === 'PENDING' ? accountsEvents.passBought : accountsEvents.passChanged;
  return heard(event, data, `pass ${passId}`, version, at);
};

type DiscountData = DataOf<typeof pricingEvents.discountChanged>;

export const discountChanged = (
  discountId: string,
  otherwise: Partial<DiscountData> = {},
  version = 1,
) =>
  heard(
    pricingEvents.discountChanged,
    {
      ...{ discountId, tenantId, code: 'SHOP', name: 'Shop', appliesTo: 'PARKING' as const },
      reduction: { kind: 'PERCENT', percent: '50' } as const,
      ...{ facilityIds: [], validFrom: iso(minutes(-1_000)), validUntil: null },
      ...{ maximumUses: null, active: true },
      ...otherwise,
    },
    `discount ${discountId}`,
    version,
    minutes(-1_000),
  );

export const settingChanged = (
  facilityId: string,
  key: string,
  value: string | number | boolean | null,
  version = 1,
) =>
  heard(
    facilitiesEvents.configChanged,
    { key, scope: 'FACILITY' as const, scopeId: facilityId, tenantId, previous: null, value },
    `configuration ${facilityId}`,
    version,
    minutes(-1_000),
  );

/** What a facility needs so that parking and charging there cost something. */
export const town = (facilityId = 'facility-one'): Heard[] => [
  facilityRegistered(facilityId),
  ruleUpdated('plan-one'),
  planAssigned(facilityId, 'plan-one'),
  tariffChanged('tariff-one'),
];
