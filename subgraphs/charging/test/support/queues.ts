import { scopesOf, type Actor } from '@voltpark/contracts';
import type { Queue, QueueConnector, QueueEntry } from '../../src/domain/queue.js';

export const noon = new Date('2026-05-04T10:00:00Z');
export const minutesOn = (count: number, from = noon) => new Date(from.getTime() + count * 60_000);

export const queueTenant = 'tenant-one';

const person = (role: 'DRIVER' | 'ATTENDANT', of: Partial<Actor>): Actor => ({
  kind: 'PERSON',
  id: `${role.toLowerCase()}-${of.customerId ?? of.tenantId ?? ''}`,
  roles: [role],
  scopes: scopesOf([role]),
  tenantId: null,
  customerId: null,
  ...of,
});

export const ada = person('DRIVER', { customerId: 'ada' });
export const ben = person('DRIVER', { customerId: 'ben' });
export const staff = person('ATTENDANT', { tenantId: queueTenant });
export const stranger = person('ATTENDANT', { tenantId: 'tenant-two' });

/** A free connector for CCS in a slot of its own. */
export const connector = (otherwise: Partial<QueueConnector> = {}): QueueConnector => ({
  id: 'connector-one',
  chargerId: `charger-of-${otherwise.id ?? 'connector-one'}`,
  type: 'IEC_62196_T2_COMBO',
  powerW: 150_000,
  slotId: `slot-of-${otherwise.id ?? 'connector-one'}`,
  status: 'AVAILABLE',
  reservation: null,
  isOnline: true,
  session: null,
  standing: null,
  ...otherwise,
});

/** A connector at which another vehicle charges. */
export const busy = (otherwise: Partial<QueueConnector> = {}): QueueConnector =>
  connector({
    status: 'CHARGING',
    session: { registration: 'OTHER1', endsAt: minutesOn(20) },
    standing: 'OTHER1',
    ...otherwise,
  });

export const entry = (otherwise: Partial<QueueEntry> = {}): QueueEntry => ({
  id: 'entry-one',
  facilityId: 'facility-one',
  tenantId: queueTenant,
  registration: 'ADA1',
  customerId: 'ada',
  connectorTypes: ['IEC_62196_T2_COMBO'],
  status: 'WAITING',
  place: 1,
  joinedAt: noon,
  snoozes: 0,
  snoozedUntil: null,
  offer: null,
  lastOfferId: null,
  endedAt: null,
  position: null,
  estimatedWaitSeconds: null,
  version: 1,
  ...otherwise,
});

export const queue = (otherwise: Partial<Queue> = {}): Queue => ({
  facilityId: 'facility-one',
  tenantId: queueTenant,
  isOpen: true,
  nextPlace: 10,
  entries: [],
  connectors: [connector()],
  charging: new Map(),
  refusedSlots: {},
  ...otherwise,
});

/** Ids in order: `offer-1`, `offer-2` … */
export function ids(prefix = 'offer') {
  let count = 0;
  return () => `${prefix}-${(count += 1)}`;
}
