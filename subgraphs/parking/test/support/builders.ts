import type { Facility } from '../../src/domain/facility.js';
import type { SlotHold } from '../../src/domain/hold.js';
import { emptyOccupancy, extended, type Occupancy } from '../../src/domain/occupancy.js';
import type { ParkCommand, ParkState } from '../../src/domain/park.js';
import type { ClosedSession, OpenSession } from '../../src/domain/session.js';
import type { Slot, SlotClass } from '../../src/domain/slot.js';
import { gate, tenantId } from './actors.js';

export const noon = new Date('2026-05-04T10:00:00Z');

/** An instant some minutes from noon. */
export const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);

export const facility = (otherwise: Partial<Facility> = {}): Facility => ({
  id: 'facility-one',
  tenantId,
  name: 'Altmarkt',
  latitude: 51.0507,
  longitude: 13.7418,
  timeZone: 'Europe/Berlin',
  status: 'ACTIVE',
  evPolicy: 'STRICT',
  openingPeriods: [],
  specialDays: [],
  capacity: 100,
  ...otherwise,
});

export const slot = (otherwise: Partial<Slot> = {}): Slot => ({
  id: 'slot-one',
  facilityId: 'facility-one',
  tenantId,
  levelId: 'level-one',
  levelName: 'P0',
  number: 'A-01',
  size: 'STANDARD',
  kind: 'ICE',
  distanceMetres: 10,
  status: 'AVAILABLE',
  sessionId: null,
  holdId: null,
  bookedFrom: null,
  ...otherwise,
});

/** A slot kept for the vehicle of these specs. */
export const slotHold = (otherwise: Partial<SlotHold> = {}): SlotHold => ({
  id: 'hold-one',
  kind: 'CHARGING_OFFER',
  sourceId: 'offer-one',
  facilityId: 'facility-one',
  tenantId,
  slotId: 'slot-one',
  registration: 'DDVP123',
  status: 'HELD',
  until: minutes(15),
  heldAt: minutes(-1),
  endedAt: null,
  version: 1,
  ...otherwise,
});

/** The occupancy of a facility with free slots of these classes. */
export const occupancyWith = (...classes: readonly SlotClass[]): Occupancy =>
  extended(emptyOccupancy('facility-one', tenantId), classes);

export const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);

export const standardIce: SlotClass = { size: 'STANDARD', kind: 'ICE' };
export const standardEv: SlotClass = { size: 'STANDARD', kind: 'EV' };

export const openSession = (otherwise: Partial<OpenSession> = {}): OpenSession => ({
  id: 'session-one',
  status: 'OPEN',
  facilityId: 'facility-one',
  tenantId,
  slotId: 'slot-one',
  registration: 'DDVP123',
  registrationWritten: 'DD-VP 123',
  customerId: null,
  make: null,
  model: null,
  colour: null,
  size: 'STANDARD',
  isElectric: false,
  enteredAt: minutes(-60),
  lostTicket: false,
  paidUntil: null,
  version: 1,
  ...otherwise,
});

export const closedSession = (otherwise: Partial<ClosedSession> = {}): ClosedSession => ({
  ...openSession(),
  status: 'CLOSED',
  leftAt: minutes(-10),
  ending: 'LEFT',
  version: 2,
  ...otherwise,
});

export const parkState = (otherwise: Partial<ParkState> = {}): ParkState => ({
  facility: facility(),
  occupancy: occupancyWith(standardIce),
  vehicle: null,
  openSession: null,
  lastSeenAt: null,
  hold: null,
  bookedSoon: [],
  slot: null,
  ...otherwise,
});

export const parkCommand = (otherwise: Partial<ParkCommand> = {}): ParkCommand => ({
  actor: gate,
  sessionId: 'session-new',
  facilityId: 'facility-one',
  registration: { normalised: 'DDVP123', written: 'DD-VP 123' },
  make: null,
  model: null,
  colour: null,
  size: 'STANDARD',
  isElectric: null,
  slotId: null,
  at: noon,
  ...otherwise,
});
