import { describe, expect, it } from 'vitest';
import {
  decideHold,
  decideHoldEnd,
  type HoldRequest,
  type HoldState,
} from '../../src/domain/hold.js';
import { moved } from '../../src/domain/occupancy.js';
import { decidePark } from '../../src/domain/park.js';
import {
  facility,
  minutes,
  noon,
  occupancyWith,
  parkCommand,
  parkState,
  slot,
  slotHold,
  standardEv,
} from '../support/builders.js';

const ev = slot({ kind: 'EV' });
const keptSlot = slot({ kind: 'EV', status: 'RESERVED', holdId: 'hold-one' });
const free = occupancyWith(standardEv);
const reserved = moved(free, standardEv, 'AVAILABLE', 'RESERVED');

const request: HoldRequest = {
  kind: 'CHARGING_OFFER',
  sourceId: 'offer-one',
  facilityId: 'facility-one',
  tenantId: 'tenant-one',
  slotId: 'slot-one',
  registration: 'DDVP123',
  until: minutes(15),
};

const keep = (state: Partial<HoldState> = {}, of: Partial<HoldRequest> = {}) =>
  decideHold(
    {
      facility: facility(),
      slot: ev,
      occupancy: free,
      earlier: null,
      vehicle: null,
      standing: null,
      ...state,
    },
    { ...request, ...of },
    'hold-one',
    noon,
  );

describe('keeping a slot', () => {
  it('reserves one that is free, and counts it as taken', () => {
    expect(keep()).toMatchObject({
      events: [
        {
          hold: { id: 'hold-one', status: 'HELD', until: minutes(15), version: 1 },
          slot: { status: 'RESERVED', holdId: 'hold-one', sessionId: null },
          occupancy: { free: [0, 0, 0, 0, 0, 0], reserved: [0, 0, 0, 1, 0, 0] },
          events: [
            { type: 'SlotChanged', previous: 'AVAILABLE' },
            // The only place of the facility: now it is full.
            { type: 'ThresholdCrossed', taken: 1 },
            { type: 'SlotHeld' },
          ],
        },
      ],
    });
  });

  it('is refused where the slot is not to be had, and says why', () => {
    const why = (state: Partial<HoldState>, of: Partial<HoldRequest> = {}) => {
      const decision = keep(state, of);
      const [change] = decision.outcome === 'accepted' ? decision.events : [];
      expect(change).toMatchObject({ hold: { status: 'REFUSED' }, slot: null, occupancy: null });
      const [event] = change?.events ?? [];
      return event?.type === 'HoldRefused' ? event.reason : event?.type;
    };
    const occupied = slot({ status: 'OCCUPIED', sessionId: 'session-one' });
    expect(why({ slot: null, occupancy: null })).toBe('UNKNOWN_SLOT');
    expect(why({ slot: slot({ facilityId: 'elsewhere' }) })).toBe('UNKNOWN_SLOT');
    expect(why({}, { tenantId: 'tenant-two' })).toBe('UNKNOWN_SLOT');
    expect(why({ slot: occupied })).toBe('OCCUPIED');
    expect(why({ slot: occupied, standing: { registration: 'DDWALKIN1' } })).toBe('OCCUPIED');
    expect(why({ slot: keptSlot })).toBe('KEPT_FOR_ANOTHER');
    expect(why({ slot: slot({ status: 'MAINTENANCE' }) })).toBe('OUT_OF_SERVICE');
    expect(why({ facility: facility({ status: 'INACTIVE' }) })).toBe('FACILITY_CLOSED');
    expect(why({ vehicle: { size: 'LARGE', isElectric: true } })).toBe('DOES_NOT_FIT');
    expect(why({}, { until: noon })).toBe('TOO_LATE');
  });

  it('has served its purpose at once when the vehicle stands there already', () => {
    const occupied = slot({ status: 'OCCUPIED', sessionId: 'session-one' });
    expect(keep({ slot: occupied, standing: { registration: 'DDVP123' } })).toMatchObject({
      events: [
        {
          hold: { status: 'ARRIVED', version: 2 },
          slot: null,
          events: [
            { type: 'SlotHeld', hold: { version: 1 } },
            { type: 'HoldEnded', hold: { version: 2 } },
          ],
        },
      ],
    });
  });

  it('heeds a request once, whatever came of it', () => {
    expect(keep({ earlier: slotHold() })).toEqual({ outcome: 'accepted', events: [] });
    expect(keep({ earlier: slotHold({ status: 'REFUSED' }) })).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });
});

describe('a hold that ends without its vehicle', () => {
  const end = (outcome: 'EXPIRED' | 'RELEASED', hold = slotHold({ until: noon })) =>
    decideHoldEnd({ hold, slot: keptSlot, occupancy: reserved }, outcome, noon);

  it('frees the slot', () => {
    for (const outcome of ['EXPIRED', 'RELEASED'] as const) {
      expect(end(outcome)).toMatchObject({
        events: [
          {
            hold: { status: outcome, endedAt: noon, version: 2 },
            slot: { status: 'AVAILABLE', holdId: null },
            occupancy: { free: [0, 0, 0, 1, 0, 0], reserved: [0, 0, 0, 0, 0, 0] },
          },
        ],
      });
    }
  });

  it('ends once, and by itself not before its time', () => {
    const nothing = { outcome: 'accepted', events: [] };
    expect(end('RELEASED', slotHold({ status: 'ARRIVED', version: 2 }))).toEqual(nothing);
    expect(end('EXPIRED', slotHold({ until: minutes(1) }))).toEqual(nothing);
    expect(end('RELEASED', slotHold({ until: minutes(1) }))).not.toEqual(nothing);
  });
});

describe('parking with a slot that is kept', () => {
  const own = { occupancy: reserved, hold: slotHold(), slot: keptSlot };
  const park = (
    state: Parameters<typeof parkState>[0],
    command: Parameters<typeof parkCommand>[0] = {},
  ) => decidePark(parkState(state), parkCommand(command), noon);

  it('gives the vehicle its slot, which it is taken to be electric for', () => {
    const granted = {
      slotId: 'slot-one',
      slotClass: standardEv,
      hold: { id: 'hold-one' },
      stay: { isElectric: true },
    };
    expect(park(own)).toMatchObject({ events: [granted] });
    expect(park(own, { slotId: 'slot-one' })).toMatchObject({ events: [granted] });
  });

  it('gives it to nobody else', () => {
    const stranger = { occupancy: reserved, slot: keptSlot };
    expect(park(stranger, { isElectric: true, slotId: 'slot-one' })).toMatchObject({
      refusal: { type: 'SlotTaken', slot: { id: 'slot-one' } },
    });
    expect(park({ occupancy: reserved }, { isElectric: true })).toMatchObject({
      refusal: { type: 'FacilityFull' },
    });
    const another = { ...own, hold: slotHold({ id: 'hold-two' }) };
    expect(park(another, { slotId: 'slot-one' })).toMatchObject({
      refusal: { type: 'SlotTaken' },
    });
  });

  it('lets the gate see that the vehicle does not fit, and chooses as for any other', () => {
    const occupancy = moved(
      occupancyWith(standardEv, { size: 'LARGE', kind: 'EV' }),
      standardEv,
      'AVAILABLE',
      'RESERVED',
    );
    expect(park({ ...own, occupancy }, { size: 'LARGE' })).toMatchObject({
      events: [{ slotId: null, slotClass: { size: 'LARGE', kind: 'EV' }, hold: null }],
    });
  });
});
