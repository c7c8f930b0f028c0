import type { ActiveSession, CompletedSession, Targets } from '../../src/domain/session.js';
import { start } from './meter.js';

const noTargets: Targets = {
  socPercent: null,
  energyWh: null,
  costInclTax: null,
  durationSeconds: null,
};

const charging = {
  id: '0193f1a0-0000-7000-8000-000000000001',
  stationId: 'station-one',
  chargerId: 'charger-one',
  connectorId: 'connector-one',
  facilityId: 'facility-one',
  tenantId: 'tenant-one',
  slotId: 'slot-one',
  parkingSessionId: 'stay-one',
  registration: 'DDEV123E',
  customerId: 'customer-one',
  tariffVersionId: 'tariff-version-one',
  timeZone: 'Europe/Berlin',
  startedBy: 'driver-one',
  startedAt: new Date(start),
  openedAt: new Date(start),
  estimatedEndAt: null,
  targets: noTargets,
  batteryWh: null,
  powerW: 11_000,
  transactionId: null,
  version: 1,
};

/** A session that charges, at a connector of 11 kW. */
export const active = (
  words: Partial<Omit<ActiveSession, 'targets'>> & { readonly targets?: Partial<Targets> } = {},
): ActiveSession => ({
  ...charging,
  status: 'ACTIVE',
  activeSince: new Date(start),
  stop: null,
  ...words,
  targets: { ...noTargets, ...words.targets },
});

export const completed = (words: Partial<CompletedSession> = {}): CompletedSession => ({
  ...charging,
  status: 'COMPLETED',
  activeSince: new Date(start),
  stoppedAt: null,
  endedAt: new Date(start + 3_600_000),
  stopReason: 'UNPLUGGED',
  revision: 1,
  ...words,
});
