import { describe, expect, it } from 'vitest';
import { decidePark } from '../../src/domain/park.js';
import { attendant, driver, gate, operator, otherDriver, stranger } from '../support/actors.js';
import {
  facility,
  minutes,
  noon,
  occupancyWith,
  openSession,
  parkCommand,
  parkState,
  slot,
  standardEv,
  standardIce,
  times,
} from '../support/builders.js';
import { moved } from '../../src/domain/occupancy.js';

const decide = (
  state: Parameters<typeof parkState>[0] = {},
  command: Parameters<typeof parkCommand>[0] = {},
) => decidePark(parkState(state), parkCommand(command), noon);

const owned = (isElectric = false) => ({
  customerId: 'customer-one',
  size: 'STANDARD' as const,
  isElectric,
  make: 'Skoda',
  model: 'Octavia',
  colour: 'Red',
});

describe('parking a vehicle', () => {
  it('begins a stay in the best class that has room', () => {
    expect(decide()).toEqual({
      outcome: 'accepted',
      events: [
        {
          type: 'ParkingGranted',
          slotClass: standardIce,
          slotId: null,
          hold: null,
          stay: {
            id: 'session-new',
            status: 'OPEN',
            facilityId: 'facility-one',
            tenantId: 'tenant-one',
            registration: 'DDVP123',
            registrationWritten: 'DD-VP 123',
            customerId: null,
            make: null,
            model: null,
            colour: null,
            size: 'STANDARD',
            isElectric: false,
            enteredAt: noon,
            lostTicket: false,
            paidUntil: null,
            version: 1,
          },
        },
      ],
    });
  });

  it('takes from the registration what the gate does not say, and lets the gate see better', () => {
    const vehicle = { ...owned(), size: 'COMPACT' as const };
    const occupancy = occupancyWith({ size: 'COMPACT', kind: 'ICE' }, standardIce);
    expect(decide({ vehicle, occupancy }, { size: null })).toMatchObject({
      events: [
        {
          slotClass: { size: 'COMPACT' },
          stay: { size: 'COMPACT', make: 'Skoda', colour: 'red', customerId: 'customer-one' },
        },
      ],
    });
    expect(decide({ vehicle, occupancy }, { size: 'STANDARD', colour: 'Blue' })).toMatchObject({
      events: [{ slotClass: { size: 'STANDARD' }, stay: { colour: 'blue' } }],
    });
  });

  it('takes a vehicle of which nothing is known for a car', () => {
    expect(decide({}, { size: null })).toMatchObject({
      events: [{ stay: { size: 'STANDARD', isElectric: false } }],
    });
  });

  it('lets drivers park their own vehicles, and not talk them into other slots', () => {
    const vehicle = owned();
    const own = { actor: driver, size: null };
    expect(decide({ vehicle }, own)).toMatchObject({ outcome: 'accepted' });
    expect(decide({ vehicle }, { ...own, isElectric: true })).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'isElectric' },
    });
    expect(decide({ vehicle }, { ...own, size: 'LARGE' })).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'size' },
    });
    expect(decide({ vehicle }, { ...own, actor: otherDriver })).toMatchObject({
      refusal: { type: 'NotPermitted' },
    });
    expect(decide({}, own)).toMatchObject({ refusal: { type: 'NotPermitted' } });
  });

  it('is refused to the staff of others', () => {
    expect(decide({}, { actor: stranger })).toMatchObject({ refusal: { type: 'NotPermitted' } });
  });

  it('is refused where nobody knows the facility', () => {
    expect(decide({ facility: null })).toMatchObject({
      refusal: { type: 'NotFound', entity: 'Facility' },
    });
  });

  it('is refused to a vehicle that is inside, with the place for those who may know it', () => {
    const inside = openSession({ customerId: 'customer-one', facilityId: 'elsewhere' });
    const known = { type: 'VehicleAlreadyParked', facilityId: 'elsewhere', since: minutes(-60) };
    const hidden = { type: 'VehicleAlreadyParked', facilityId: null, since: null };
    const state = { openSession: inside, vehicle: owned() };
    expect(decide(state, { actor: driver })).toMatchObject({ refusal: known });
    expect(decide(state, { actor: attendant })).toMatchObject({ refusal: known });
    expect(decide(state, { actor: gate })).toMatchObject({ refusal: hidden });
    const foreign = { ...state, openSession: { ...inside, tenantId: 'tenant-two' } };
    expect(decide(foreign, { actor: operator })).toMatchObject({ refusal: hidden });
  });

  it('is refused to travellers in time', () => {
    const refused = { refusal: { type: 'InvalidInput', field: 'at' } };
    expect(decide({}, { at: minutes(2) })).toMatchObject({ outcome: 'accepted' });
    expect(decide({}, { at: minutes(3) })).toMatchObject(refused);
    expect(decide({}, { at: minutes(-24 * 60) })).toMatchObject({ outcome: 'accepted' });
    expect(decide({}, { at: minutes(-24 * 60 - 1) })).toMatchObject(refused);
    expect(decide({ lastSeenAt: minutes(-5) }, { at: minutes(-6) })).toMatchObject(refused);
    expect(decide({ lastSeenAt: minutes(-5) }, { at: minutes(-5) })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('is refused by a facility that is out of service, or closed at that time', () => {
    expect(decide({ facility: facility({ status: 'MAINTENANCE' }) })).toMatchObject({
      refusal: { type: 'FacilityClosed', opensAt: null },
    });
    // Monday noon in UTC is 12:00 in Dresden.
    const evenings = facility({ openingPeriods: [{ day: 1, opens: '18:00', closes: '02:00' }] });
    expect(decide({ facility: evenings })).toMatchObject({
      refusal: { type: 'FacilityClosed', opensAt: new Date('2026-05-04T16:00:00Z') },
    });
    expect(decide({ facility: evenings }, { at: minutes(-11 * 60) })).toMatchObject({
      refusal: { type: 'FacilityClosed' },
    });
  });

  it('is refused where only a counter is known', () => {
    expect(decide({ occupancy: occupancyWith() })).toMatchObject({
      refusal: { type: 'FacilityCountsOnly' },
    });
  });

  it('is refused when no class that would do has room', () => {
    const full = moved(occupancyWith(standardIce), standardIce, 'AVAILABLE', 'OCCUPIED');
    expect(decide({ occupancy: full })).toMatchObject({ refusal: { type: 'FacilityFull' } });
    const others = occupancyWith(...times(3, standardEv), { size: 'COMPACT', kind: 'ICE' });
    expect(decide({ occupancy: others })).toMatchObject({ refusal: { type: 'FacilityFull' } });
    const lenient = facility({ evPolicy: 'LENIENT' });
    expect(decide({ facility: lenient, occupancy: others })).toMatchObject({
      events: [{ slotClass: standardEv }],
    });
  });

  it('takes a slot by name when it is free and fits', () => {
    const named = { slotId: 'slot-one' };
    expect(decide({ slot: slot() }, named)).toMatchObject({
      events: [{ slotId: 'slot-one', slotClass: standardIce }],
    });
    const refusalOf = (of: Parameters<typeof slot>[0], command = {}) =>
      decide({ slot: slot(of) }, { ...named, ...command });
    expect(refusalOf({ status: 'OCCUPIED', sessionId: 'x' })).toMatchObject({
      refusal: { type: 'SlotTaken' },
    });
    expect(refusalOf({ status: 'RESERVED' })).toMatchObject({ refusal: { type: 'SlotTaken' } });
    expect(refusalOf({ status: 'MAINTENANCE' })).toMatchObject({
      refusal: { type: 'SlotNotFit', reason: 'OUT_OF_SERVICE' },
    });
    expect(refusalOf({ size: 'COMPACT' })).toMatchObject({ refusal: { reason: 'TOO_SMALL' } });
    expect(refusalOf({ kind: 'EV' })).toMatchObject({ refusal: { reason: 'FOR_ELECTRIC_ONLY' } });
    expect(refusalOf({}, { isElectric: true })).toMatchObject({
      refusal: { reason: 'NOT_FOR_ELECTRIC' },
    });
    expect(decide({ slot: null }, named)).toMatchObject({
      refusal: { type: 'NotFound', entity: 'Slot' },
    });
  });
});
