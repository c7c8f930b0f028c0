import { describe, expect, it } from 'vitest';
import { nearestAlternative } from '../../src/domain/alternative.js';
import { distanceMetres } from '../../src/domain/facility.js';
import { moved } from '../../src/domain/occupancy.js';
import { readRegistration } from '../../src/domain/registration.js';
import { decideSlotStatus } from '../../src/domain/set-slot-status.js';
import { attendant, stranger } from '../support/actors.js';
import {
  facility,
  noon,
  occupancyWith,
  slot,
  standardEv,
  standardIce,
} from '../support/builders.js';

describe('the nearest alternative', () => {
  const from = { latitude: 51, longitude: 13 };
  const at = (id: string, latitude: number, otherwise = {}, classes = [standardIce]) => ({
    facility: facility({ id, latitude, longitude: 13, ...otherwise }),
    free: occupancyWith(...classes).free,
  });
  const car = { size: 'STANDARD', isElectric: false } as const;

  it('is the nearest that is open and has a slot for this vehicle by its own rule', () => {
    const candidates = [
      at('far', 51.03),
      at('out-of-service', 51.001, { status: 'INACTIVE' }),
      at('closed', 51.002, { openingPeriods: [{ day: 2, opens: '08:00', closes: '20:00' }] }),
      at('electric-only', 51.003, {}, [standardEv]),
      at('lenient', 51.01, { evPolicy: 'LENIENT' }, [standardEv]),
    ];
    expect(nearestAlternative(from, candidates, car, noon)).toEqual({
      facilityId: 'lenient',
      distanceMetres: 1112,
    });
  });

  it('is none when nobody has room', () => {
    expect(
      nearestAlternative(from, [at('near', 51.001)], { ...car, size: 'LARGE' }, noon),
    ).toBeNull();
  });

  it('is measured around the globe', () => {
    expect(
      distanceMetres({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 }),
    ).toBe(22239);
    expect(distanceMetres(from, from)).toBe(0);
  });
});

describe('a registration', () => {
  it('is compared without the signs that people put in', () => {
    expect(readRegistration(' dd-vp·1 2.3 ')).toEqual({
      registration: { normalised: 'DDVP123', written: 'dd-vp·1 2.3' },
    });
    expect(readRegistration('ÖÄ 1')).toMatchObject({ registration: { normalised: 'ÖÄ1' } });
  });

  it.each(['', 'A', 'ABCDEFGHIJKLM', 'DD/VP', '<b>', 'A\u0000B', '-'.repeat(30)])(
    'is not %j',
    (text) => {
      expect(readRegistration(text)).toMatchObject({ refusal: { type: 'MalformedRegistration' } });
    },
  );
});

describe('taking a slot out of service', () => {
  const occupancy = occupancyWith(standardIce);
  const command = { actor: attendant, slotId: 'slot-one', status: 'MAINTENANCE' } as const;

  it('does it, and back', () => {
    expect(decideSlotStatus({ slot: slot(), occupancy }, command)).toMatchObject({
      events: [{ slot: { status: 'MAINTENANCE' }, events: [{ previous: 'AVAILABLE' }] }],
    });
    const broken = {
      slot: slot({ status: 'MAINTENANCE' }),
      occupancy: moved(occupancy, standardIce, 'AVAILABLE', 'MAINTENANCE'),
    };
    expect(decideSlotStatus(broken, { ...command, status: 'AVAILABLE' })).toMatchObject({
      events: [{ slot: { status: 'AVAILABLE' } }],
    });
  });

  it('stays quiet when it is so already', () => {
    expect(
      decideSlotStatus({ slot: slot(), occupancy }, { ...command, status: 'AVAILABLE' }),
    ).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });

  it('is refused under a vehicle or a reservation, and to others', () => {
    for (const status of ['OCCUPIED', 'RESERVED'] as const) {
      expect(decideSlotStatus({ slot: slot({ status }), occupancy }, command)).toMatchObject({
        refusal: { type: 'SlotInUse' },
      });
    }
    expect(
      decideSlotStatus({ slot: slot(), occupancy }, { ...command, actor: stranger }),
    ).toMatchObject({ refusal: { type: 'NotFound' } });
  });
});
