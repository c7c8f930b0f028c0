import {
  accountsEvents,
  chargingEvents,
  facilitiesEvents,
  parkingEvents,
  pricingEvents,
  ratePlanSchema,
  tariffSchema,
  type DataOf,
  type EventDefinition,
  type TracePeriod,
} from '@voltpark/contracts';
import type { z } from 'zod';
import { tenantId } from './actors.js';

/** An event of another context: what it is, its aggregate's version, and when it happened. */
export interface Heard<Data = unknown> {
  readonly event: EventDefinition<Data>;
  readonly data: Data;
  /** Which aggregate it is of: order is kept within one. */
  readonly aggregate: string;
  readonly version: number;
  readonly at: Date;
}

export const noon = new Date('2026-05-04T10:00:00Z');
/** An instant some minutes from noon. */
export const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);
const iso = (at: Date) => at.toISOString();

const heard = <Data>(
  event: EventDefinition<Data>,
  data: Data,
  aggregate: string,
  version: number,
  at: Date,
): Heard => ({ event, data, aggregate, version, at });

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

type StayData = DataOf<typeof parkingEvents.vehicleParked>;

const stayData = (sessionId: string, otherwise: Partial<StayData>): StayData => ({
  ...{ sessionId, facilityId: 'facility-one', tenantId, slotId: 'slot-one', slotNumber: 'A-1' },
  ...{ slotKind: 'ICE', registration: 'DDVP123', customerId: 'customer-one' },
  ...{ vehicleSize: 'STANDARD', isElectric: false, enteredAt: iso(noon) },
  ...otherwise,
});

export const vehicleParked = (sessionId: string, otherwise: Partial<StayData> = {}) =>
  heard(
    parkingEvents.vehicleParked,
    stayData(sessionId, otherwise),
    `stay ${sessionId}`,
    1,
    new Date(otherwise.enteredAt ?? noon),
  );

export const vehicleLeft = (
  sessionId: string,
  leftAt: Date,
  otherwise: Partial<StayData> = {},
  version = 2,
) =>
  heard(
    parkingEvents.vehicleLeft,
    { ...stayData(sessionId, otherwise), leftAt: iso(leftAt), durationSeconds: 60 },
    `stay ${sessionId}`,
    version,
    leftAt,
  );

type Corrected = DataOf<typeof parkingEvents.sessionCorrected>;

export const stayCorrected = (
  sessionId: string,
  kind: Corrected['kind'],
  after: Partial<Corrected['after']>,
  version: number,
  otherwise: { before?: Partial<Corrected['after']>; facilityId?: string; at?: Date } = {},
) => {
  const usual: Corrected['after'] = {
    ...{ registration: 'DDVP123', customerId: 'customer-one', status: 'OPEN', lostTicket: false },
    ...{ enteredAt: iso(noon), leftAt: null, mergedIntoId: null },
  };
  const { before = {}, facilityId = 'facility-one', at = minutes(500) } = otherwise;
  return heard(
    parkingEvents.sessionCorrected,
    {
      ...{ sessionId, facilityId, tenantId, correctionId: `correction-${sessionId}-${version}` },
      ...{ kind, before: { ...usual, ...before }, after: { ...usual, ...after } },
      ...{ otherSessionId: null, reason: 'Seen on the camera', correctedBy: 'attendant' },
      correctedAt: iso(at),
    },
    `stay ${sessionId}`,
    version,
    at,
  );
};

type SessionData = Omit<DataOf<typeof chargingEvents.sessionStarted>, 'targets'>;

const sessionData = (sessionId: string, otherwise: Partial<SessionData>): SessionData => ({
  ...{ sessionId, stationId: 'station-one', facilityId: 'facility-one', tenantId },
  ...{ chargerId: 'charger-one', connectorId: 'connector-one', slotId: 'slot-one' },
  ...{ parkingSessionId: 'stay-one', registration: 'DDVP123', customerId: 'customer-one' },
  ...{ tariffVersionId: 'tariff-one-v1', timeZone: 'Europe/Berlin', startedAt: iso(minutes(1)) },
  ...otherwise,
});

export const sessionStarted = (sessionId: string, otherwise: Partial<SessionData> = {}) =>
  heard(
    chargingEvents.sessionStarted,
    {
      ...sessionData(sessionId, otherwise),
      targets: { socPercent: null, energyWh: null, costInclTax: null, durationSeconds: null },
    },
    `session ${sessionId}`,
    1,
    minutes(1),
  );

export const period = (
  from: number,
  to: number,
  activity: TracePeriod['activity'],
  energyWh?: number,
): TracePeriod => ({
  start: iso(minutes(from)),
  end: iso(minutes(to)),
  activity,
  ...(energyWh === undefined ? {} : { energy_wh: energyWh }),
});

export const sessionEnded = (
  sessionId: string,
  periods: TracePeriod[],
  otherwise: Partial<SessionData> & { revision?: number; version?: number } = {},
) => {
  const { revision = 1, version = 2, ...words } = otherwise;
  const endedAt = periods.at(-1)?.end ?? iso(minutes(1));
  const record = {
    ...sessionData(sessionId, words),
    ...{ energyWh: 0, socPercent: null, cost: null, revision, endedAt },
    ...{ stopReason: 'REQUESTED' as const, periods },
  };
  const aggregate = `session ${sessionId}`;
  return revision === 1
    ? heard(chargingEvents.sessionCompleted, record, aggregate, version, new Date(endedAt))
    : heard(
        chargingEvents.sessionCorrected,
        { ...record, reason: 'Late readings' },
        aggregate,
        version,
        new Date(endedAt),
      );
};

export const staySettled = (
  parkingSessionId: string,
  sessionIds: string[],
  facilityId = 'facility-one',
) =>
  heard(
    chargingEvents.staySettled,
    { parkingSessionId, facilityId, tenantId, sessionIds, settledAt: iso(minutes(400)) },
    `charging stay ${parkingSessionId}`,
    1,
    minutes(400),
  );

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
