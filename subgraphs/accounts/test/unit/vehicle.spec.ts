import { describe, expect, it } from 'vitest';
import {
  decideRegisterVehicle,
  decideRetireVehicle,
  decideUpdateVehicle,
  type RegisterVehicle,
} from '../../src/domain/describe-vehicle.js';
import {
  decideAcceptTransfer,
  decideCancelTransfer,
  decideOfferTransfer,
} from '../../src/domain/transfer-vehicle.js';
import type { RetiredVehicle } from '../../src/domain/vehicle.js';
import { days, now, vehicle } from '../support/builders.js';

const anna = { id: 'anna', activeVehicles: 0 };
const ben = { id: 'ben', activeVehicles: 0 };
const given = { id: 'vehicle-9', now };
const register = (otherwise: Partial<RegisterVehicle> = {}, customer = anna) =>
  decideRegisterVehicle(
    customer,
    {
      registration: 'dd vp-9',
      type: 'CAR',
      isElectric: false,
      connectorTypes: [],
      ...otherwise,
    },
    given,
  );
const retired: RetiredVehicle = { ...vehicle(), status: 'RETIRED', offer: null };
const offered = vehicle({ offer: { codeHash: 'h', offeredAt: now, expiresAt: days(7) } });

describe('registering a vehicle', () => {
  it('makes an active vehicle of the customer, with the size of its type', () => {
    expect(register({ type: 'TRUCK', colour: '  Dark   BLUE ' })).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'VehicleRegistered',
          vehicle: {
            id: 'vehicle-9',
            registration: 'DDVP9',
            registrationAsWritten: 'dd vp-9',
            customerId: 'anna',
            size: 'LARGE',
            colour: 'dark blue',
            make: null,
            version: 1,
            status: 'ACTIVE',
          },
        },
      ],
    });
  });

  it('takes the size that its owner says', () => {
    expect(register({ type: 'VAN', size: 'LARGE' })).toMatchObject({
      events: [{ vehicle: { size: 'LARGE' } }],
    });
  });

  it.each([
    [{ registration: 'x' }, 'registration'],
    [{ registration: 'DD#1' }, 'registration'],
    [{ connectorTypes: ['CHADEMO' as const] }, 'connectorTypes'],
    [{ batteryWh: 1000 }, 'batteryWh'],
    [{ isElectric: true, batteryWh: 99 }, 'batteryWh'],
    [{ isElectric: true, batteryWh: 2_000_001 }, 'batteryWh'],
    [{ model: 'x'.repeat(61) }, 'model'],
  ])('refuses %j', (wrong, field) => {
    expect(register(wrong)).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'InvalidInput', field },
    });
  });

  it('refuses the fifty-first', () => {
    expect(register({}, { id: 'anna', activeVehicles: 50 })).toMatchObject({
      refusal: { type: 'LimitReached', limit: 50 },
    });
  });
});

describe('changing a vehicle', () => {
  it('keeps what is not named, forgets what is null, counts its version', () => {
    expect(decideUpdateVehicle(vehicle(), { colour: null, batteryWh: 77_000 })).toMatchObject({
      events: [
        {
          type: 'VehicleUpdated',
          vehicle: { make: 'VW', colour: null, batteryWh: 77_000, version: 4 },
        },
      ],
    });
  });

  it('takes the usual size of another type, unless a size is named', () => {
    expect(decideUpdateVehicle(vehicle(), { type: 'BUS' })).toMatchObject({
      events: [{ vehicle: { size: 'LARGE' } }],
    });
    expect(decideUpdateVehicle(vehicle(), { type: 'BUS', size: 'STANDARD' })).toMatchObject({
      events: [{ vehicle: { size: 'STANDARD' } }],
    });
  });

  it('refuses connectors for what is not electric, and retired vehicles', () => {
    const change = { isElectric: false, connectorTypes: ['NACS' as const] };
    expect(decideUpdateVehicle(vehicle(), change)).toMatchObject({
      refusal: { field: 'connectorTypes' },
    });
    expect(decideUpdateVehicle(retired, { make: 'X' })).toMatchObject({
      refusal: { type: 'VehicleAlreadyRetired', vehicleId: 'vehicle-1' },
    });
  });

  it('stays quiet when nothing differs', () => {
    expect(decideUpdateVehicle(vehicle(), { make: ' VW ', isElectric: true })).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });
});

describe('retiring a vehicle', () => {
  it('withdraws its offer and counts its version', () => {
    expect(decideRetireVehicle(offered)).toMatchObject({
      events: [{ vehicle: { status: 'RETIRED', offer: null, version: 4 } }],
    });
  });

  it('stays quiet when it is retired', () => {
    expect(decideRetireVehicle(retired)).toEqual({ outcome: 'accepted', events: [] });
  });
});

describe('passing a vehicle on', () => {
  it('offers it for a week under a code', () => {
    expect(decideOfferTransfer(vehicle(), 'hash', now)).toMatchObject({
      events: [{ vehicle: { offer: { codeHash: 'hash', expiresAt: days(7) }, version: 3 } }],
    });
  });

  it('offers no retired vehicle', () => {
    expect(decideOfferTransfer(retired, 'hash', now)).toMatchObject({
      refusal: { type: 'VehicleAlreadyRetired' },
    });
  });

  it('gives it to the one who accepts', () => {
    expect(decideAcceptTransfer(offered, ben, now)).toMatchObject({
      events: [
        { previousCustomerId: 'anna', vehicle: { customerId: 'ben', offer: null, version: 4 } },
      ],
    });
  });

  it.each([
    ['nothing is offered', vehicle(), ben, now],
    ['the code is unknown', null, ben, now],
    ['the offer has expired', offered, ben, days(7)],
    ['it is one’s own', offered, anna, now],
    ['it is retired', retired, ben, now],
  ])('refuses when %s', (_why, state, customer, at) => {
    expect(decideAcceptTransfer(state, customer, at)).toMatchObject({
      refusal: { type: 'TransferCodeNotValid' },
    });
  });

  it('refuses one vehicle too many', () => {
    expect(decideAcceptTransfer(offered, { id: 'ben', activeVehicles: 50 }, now)).toMatchObject({
      refusal: { type: 'LimitReached' },
    });
  });

  it('withdraws an offer, and stays quiet when there is none', () => {
    expect(decideCancelTransfer(offered)).toMatchObject({ events: [{ vehicle: { offer: null } }] });
    expect(decideCancelTransfer(vehicle())).toEqual({ outcome: 'accepted', events: [] });
    expect(decideCancelTransfer(retired)).toEqual({ outcome: 'accepted', events: [] });
  });
});
