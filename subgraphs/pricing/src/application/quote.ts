import type { SlotSize } from '@voltpark/contracts';
import { planCharging, type ChargingWish } from '../domain/planned-charging.js';
import { beginningFault, lengthFault, outsideStay } from '../domain/price.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import type { Cause, Ports } from './ports.js';
import { quotedFacility, quotedStation, quotePrice } from './quote-price.js';

interface Vehicle {
  readonly size: SlotSize;
  readonly isElectric: boolean;
}

/** A stay to be quoted. */
export interface ParkingWish extends Vehicle {
  readonly facilityId: string;
  /** Null: now. */
  readonly from: Date | null;
  readonly to: Date;
  /** Null: not told. */
  readonly registration: string | null;
  readonly discountCode: string | null;
}

/** Charging to be quoted. */
export interface ChargingQuoteWish {
  readonly charging: Omit<ChargingWish, 'at' | 'idle'>;
  /** Null: now. */
  readonly at: Date | null;
  readonly idleMinutes: number;
  readonly discountCode: string | null;
}

/** A stay with charging to be quoted. */
export interface StayQuoteWish extends ParkingWish {
  readonly charging:
    | (Omit<ChargingWish, 'at' | 'idle'> & {
        /** Null: when the stay begins. */
        readonly at: Date | null;
        /** Null: until the stay ends. */
        readonly idleMinutes: number | null;
      })
    | null;
}

/** Says what a stay will cost. */
export function quoteParking(ports: Ports) {
  const { transact, clock } = ports;
  return async (cause: Cause, idempotencyKey: string, wish: ParkingWish) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'quoteParking', input: wish }, async () => {
        const facility = await quotedFacility(stores, wish.facilityId);
        if ('type' in facility) return facility;
        const now = clock.now();
        const from = wish.from ?? now;
        const fault = beginningFault(from, now, 'from') ?? lengthFault(from, wish.to);
        if (fault !== undefined) return fault;
        const stay = { kind: 'PARKING', facility, from, to: wish.to, charging: null } as const;
        return quotePrice(ports, stores, cause, { ...vehicleOf(wish), ...stay });
      }),
    );
}

/** Says what charging will cost, where the station stands. */
export function quoteCharging(ports: Ports) {
  const { transact, clock } = ports;
  return async (cause: Cause, idempotencyKey: string, wish: ChargingQuoteWish) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'quoteCharging', input: wish }, async () => {
        const station = await quotedStation(stores, wish.charging.stationId);
        if ('type' in station) return station;
        const facility = await quotedFacility(stores, station.facilityId);
        if ('type' in facility) return facility;
        const now = clock.now();
        const from = wish.at ?? now;
        const fault = beginningFault(from, now, 'at');
        if (fault !== undefined) return fault;
        const session = { ...wish.charging, at: from, idle: { minutes: wish.idleMinutes } };
        const planned = planCharging(session, station.connectors, facility.timeZone);
        if (!planned.ok) return planned.refusal;
        const { to } = planned.value;
        return quotePrice(ports, stores, cause, {
          ...{ kind: 'CHARGING', facility, from, to, size: 'STANDARD', isElectric: true },
          charging: { ...planned.value, stationId: station.id },
          ...{ registration: null, discountCode: wish.discountCode },
        });
      }),
    );
}

/** Says what a stay with charging will cost, no minute twice. */
export function quoteStay(ports: Ports) {
  const { transact, clock } = ports;
  return async (cause: Cause, idempotencyKey: string, wish: StayQuoteWish) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'quoteStay', input: wish }, async () => {
        const facility = await quotedFacility(stores, wish.facilityId);
        if ('type' in facility) return facility;
        const now = clock.now();
        const from = wish.from ?? now;
        const fault = beginningFault(from, now, 'from') ?? lengthFault(from, wish.to);
        if (fault !== undefined) return fault;
        const stay = { ...vehicleOf(wish), facility, from, to: wish.to, kind: 'STAY' } as const;
        if (wish.charging === null) {
          return quotePrice(ports, stores, cause, { ...stay, charging: null });
        }
        const station = await quotedStation(stores, wish.charging.stationId, facility.id);
        if ('type' in station) return station;
        const { at, idleMinutes, ...charging } = wish.charging;
        const idle = idleMinutes === null ? { until: wish.to } : { minutes: idleMinutes };
        const session = { ...charging, at: at ?? from, idle };
        const { connectors } = station;
        const planned = planCharging(session, connectors, facility.timeZone, 'charging.');
        if (!planned.ok) return planned.refusal;
        const outside = outsideStay(planned.value, stay, 'charging.');
        if (outside !== undefined) return outside;
        const plugged = { ...planned.value, stationId: station.id };
        return quotePrice(ports, stores, cause, { ...stay, charging: plugged });
      }),
    );
}

const vehicleOf = ({ size, isElectric, registration, discountCode }: ParkingWish) => ({
  ...{ size, isElectric, registration, discountCode },
});
