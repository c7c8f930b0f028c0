import { chargingEvents, parkingEvents, type DataOf, type TracePeriod } from '@voltpark/contracts';
import { tenantId } from './actors.js';
import { heard, iso, minutes, noon } from './event.js';

export { minutes, noon, type Heard } from './event.js';
export * from './heard-prices.js';

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

export const sessionUpdated = (
  sessionId: string,
  progress: { energyWh: number; inclTax: string; exclTax: string; at: Date },
  otherwise: Partial<SessionData> = {},
) => {
  const { energyWh, inclTax, exclTax, at } = progress;
  return heard(
    chargingEvents.sessionUpdated,
    {
      ...sessionData(sessionId, otherwise),
      ...{ energyWh, socPercent: null, cost: { currency: 'EUR', inclTax, exclTax } },
      ...{ status: 'ACTIVE' as const, idle: false, powerW: null, secondsRemaining: null },
      ...{ stop: null, measuredAt: iso(at) },
    },
    `session ${sessionId}`,
    2,
    at,
  );
};

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
