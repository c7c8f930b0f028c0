import { localClock } from '@voltpark/contracts/local-clock';
import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { Temporal } from 'temporal-polyfill';
import type { EventOf } from './events.js';
import { daysAfter, limits } from './limits.js';
import type { PassPrice, PassProduct } from './pass-product.js';
import { optionalTextFault, tidyOrNull, type Fault } from './text.js';
import { limitReached, vehicleAlreadyRetired, type Vehicle } from './vehicle.js';

interface PassBase {
  readonly id: string;
  readonly tenantId: string;
  readonly productId: string;
  /** The product's, when it was bought. */
  readonly name: string;
  readonly customerId: string;
  readonly vehicleId: string;
  /** Normalised; what gates and billing go by. */
  readonly registration: string;
  /** Empty: at all of the tenant's. */
  readonly facilityIds: readonly string[];
  readonly price: PassPrice;
  readonly validFrom: Date;
  /** Exclusive. */
  readonly validUntil: Date;
  readonly boughtAt: Date;
  /** Counts the published events of this pass. */
  readonly version: number;
}

/** Bought and not yet paid: worth nothing yet. */
export interface PendingPass extends PassBase {
  readonly status: 'PENDING';
}
/** Paid: parking within its time costs nothing. */
export interface ActivePass extends PassBase {
  readonly status: 'ACTIVE';
  readonly activatedAt: Date;
}
/** Its time is over. */
export interface ExpiredPass extends PassBase {
  readonly status: 'EXPIRED';
  readonly activatedAt: Date;
}
/** Ended before its time, or never paid. */
export interface CancelledPass extends PassBase {
  readonly status: 'CANCELLED';
  /** Null when it was never paid. */
  readonly activatedAt: Date | null;
  readonly cancelledAt: Date;
  readonly cancelReason: string | null;
}
export type Pass = PendingPass | ActivePass | ExpiredPass | CancelledPass;

/** From the beginning of one local day to, and without, another. */
export interface Validity {
  readonly validFrom: Date;
  readonly validUntil: Date;
}

/**
 * The time of a pass that begins on a local date. It ends before the same day of a later month; where that month
 * has no such day, with the month's last: a month from 31 January is all of February's days and never fewer.
 */
export function validityOf(timeZone: string, from: Temporal.PlainDate, months: number): Validity {
  const later = from.add({ months });
  const end = later.day === from.day ? later : later.add({ days: 1 });
  const clock = localClock(timeZone);
  return {
    validFrom: new Date(clock.startOfDay(from)),
    validUntil: new Date(clock.startOfDay(end)),
  };
}

/** The refusal of a product that is not sold any more. */
const passProductWithdrawn = (passProductId: string) =>
  ({
    type: 'PassProductWithdrawn',
    message: 'This pass is not sold any more.',
    passProductId,
  }) as const;

/** The refusal of what one has already. */
const passOverlaps = ({ id, validUntil }: Pass) =>
  ({
    type: 'PassOverlaps',
    message: 'The vehicle has a pass there for some of this time.',
    passId: id,
    validUntil,
  }) as const;

type BuyRefusal =
  | Fault
  | ReturnType<
      | typeof passProductWithdrawn
      | typeof passOverlaps
      | typeof vehicleAlreadyRetired
      | typeof limitReached
    >;

/**
 * Orders a pass for an own vehicle.
 * @param others the vehicle's passes of that tenant that have not ended
 */
export function decideBuyPass(
  {
    vehicle,
    product,
    others,
  }: {
    readonly vehicle: Vehicle;
    readonly product: PassProduct;
    readonly others: readonly Pass[];
  },
  from: string,
  { id, customerId, now }: { readonly id: string; readonly customerId: string; readonly now: Date },
): Decision<EventOf<'PassBought'>, BuyRefusal> {
  if (!product.isOnSale) return refused(passProductWithdrawn(product.id));
  if (vehicle.status === 'RETIRED') return refused(vehicleAlreadyRetired(vehicle.id));
  const begins = dateOf(from, product.timeZone, now);
  if ('type' in begins) return refused(begins);
  const validity = validityOf(product.timeZone, begins, product.months);
  const overlapping = others.find(
    (pass) =>
      pass.validFrom < validity.validUntil &&
      validity.validFrom < pass.validUntil &&
      sharesFacility(pass.facilityIds, product.facilityIds),
  );
  if (overlapping !== undefined) return refused(passOverlaps(overlapping));
  if (others.length >= limits.passesPerVehicle) {
    return refused(limitReached(limits.passesPerVehicle, 'passes of a vehicle at one operator'));
  }
  const { tenantId, name, facilityIds, price } = product;
  const pass: PendingPass = {
    ...{ id, tenantId, productId: product.id, name, customerId, facilityIds, price, ...validity },
    vehicleId: vehicle.id,
    registration: vehicle.registration,
    boughtAt: now,
    version: 1,
    status: 'PENDING',
  };
  return accepted({ type: 'PassBought', pass });
}

function dateOf(written: string, timeZone: string, now: Date): Temporal.PlainDate | Fault {
  const date = Temporal.PlainDate.from(written);
  const clock = localClock(timeZone);
  if (Temporal.PlainDate.compare(date, clock.dateAt(now)) < 0) {
    return invalidInput('from', 'A pass begins today or later.');
  }
  if (Temporal.PlainDate.compare(date, clock.dateAt(daysAfter(now, limits.passDaysAhead))) > 0) {
    return invalidInput('from', `A pass begins within ${limits.passDaysAhead} days.`);
  }
  return date;
}

const sharesFacility = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === 0 || others.length === 0 || some.some((id) => others.includes(id));

type Changed = EventOf<'PassChanged'>;

/** Its invoice was paid. Says nothing of one that is in force or has ended. */
export function decidePassPaid(before: Pass, now: Date): Decision<Changed, never> {
  if (before.status !== 'PENDING') return accepted();
  const version = before.version + 1;
  const pass: ActivePass = { ...before, status: 'ACTIVE', activatedAt: now, version };
  return accepted({ type: 'PassChanged', before, pass });
}

/** Its time is over: one in force has expired, one that was never paid came to nothing. */
export function decidePassOver(before: Pass, now: Date): Decision<Changed, never> {
  if (before.validUntil > now) return accepted();
  if (before.status === 'PENDING') return ended(before, now, null);
  if (before.status !== 'ACTIVE') return accepted();
  const pass: ExpiredPass = { ...before, status: 'EXPIRED', version: before.version + 1 };
  return accepted({ type: 'PassChanged', before, pass });
}

/** The refusal to end what has ended. */
const passEnded = ({ id, status }: Pass) =>
  ({
    type: 'PassEnded',
    message: `The pass is ${status === 'EXPIRED' ? 'over' : 'cancelled'}.`,
    passId: id,
  }) as const;

/** Ends a pass now. What was parked under it stays free; what was paid is a matter of refunds. */
export function decideCancelPass(
  before: Pass,
  reason: string | null | undefined,
  now: Date,
): Decision<Changed, Fault | ReturnType<typeof passEnded>> {
  const fault = optionalTextFault('reason', reason, limits.reasonLength);
  if (fault !== undefined) return refused(fault);
  if (before.status === 'EXPIRED' || before.status === 'CANCELLED' || before.validUntil <= now) {
    return refused(passEnded(before));
  }
  return ended(before, now, tidyOrNull(reason));
}

function ended(
  before: PendingPass | ActivePass,
  now: Date,
  cancelReason: string | null,
): Decision<Changed, never> {
  const pass: CancelledPass = {
    ...before,
    ...{ status: 'CANCELLED', cancelledAt: now, cancelReason, version: before.version + 1 },
    activatedAt: before.status === 'ACTIVE' ? before.activatedAt : null,
  };
  return accepted({ type: 'PassChanged', before, pass });
}
