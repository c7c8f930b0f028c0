import { normaliseRegistration, type SlotSize } from '@voltpark/contracts';
import { notFound, type invalidInput } from '@voltpark/kit/decision';
import { snapshotOf } from '../domain/discount-snapshot.js';
import { codeKey, isUsable, touches, type Discount } from '../domain/discount.js';
import { limits, minutesAfter } from '../domain/limits.js';
import type { PlannedCharging } from '../domain/planned-charging.js';
import { priceOfStay, workFault } from '../domain/price.js';
import type { Quote } from '../domain/quote.js';
import { versionsInForce } from './in-force.js';
import type { Facility, PaidTime } from './known.js';
import type { Cause, Ports, Stores } from './ports.js';
import { publicReach } from '@voltpark/kit/reach';

/** A stay, charging, or both: where and when, and what happens at the charger. */
export interface QuotedStay {
  readonly kind: Quote['kind'];
  readonly facility: Facility;
  readonly from: Date;
  readonly to: Date;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  readonly charging: (PlannedCharging & { readonly stationId: string }) | null;
  /** As written; null: not told, so no pass is looked for. */
  readonly registration: string | null;
  readonly discountCode: string | null;
}

/** The code does nothing for this. */
export interface DiscountNotApplicable {
  readonly type: 'DiscountNotApplicable';
  readonly message: string;
  readonly code: string;
}

/** Names a price by the versions in force for the stay, and keeps that on record. */
export async function quotePrice(
  { clock, newSecretId }: Pick<Ports, 'clock' | 'newSecretId'>,
  stores: Stores,
  cause: Cause,
  stay: QuotedStay,
): Promise<{ readonly quoteId: string } | DiscountNotApplicable | ReturnType<typeof invalidInput>> {
  const discount = await discountOf(stores, stay);
  if (discount !== null && 'type' in discount) return discount;
  const priced = await price(stores, stay, discount, await passesOf(stores, cause, stay));
  if ('type' in priced) return priced;
  const { kind, facility, from, to } = stay;
  const quotedAt = clock.now();
  const quote: Quote = {
    id: newSecretId(),
    ...{ kind, tenantId: facility.tenantId, facilityId: facility.id, from, to },
    ...priced,
    customerId: cause.actor.customerId,
    discountId: discount?.id ?? null,
    quotedAt,
    expiresAt: minutesAfter(quotedAt, limits.quoteMinutes),
  };
  await stores.quotes.save([{ type: 'PriceQuoted', quote }]);
  return { quoteId: quote.id };
}

/** A facility that is to be priced, whoever asks. */
export async function quotedFacility({ facilities }: Stores, id: string) {
  const [facility] = await facilities.byIds([id], publicReach);
  return facility ?? notFound('Facility', id);
}

/** A station at which is to be charged, whoever asks; at this facility, when one is named. */
export async function quotedStation({ facilities }: Stores, id: string, facilityId?: string) {
  const [station] = await facilities.stationsByIds([id], publicReach);
  const isThere =
    station !== undefined && (facilityId === undefined || station.facilityId === facilityId);
  return isThere ? station : notFound('Station', id);
}

/** When the driver's own passes pay for the vehicle there. Those of others are nobody's business. */
async function passesOf(
  { facilities }: Stores,
  { actor: { customerId } }: Cause,
  { facility, registration }: QuotedStay,
): Promise<PaidTime[]> {
  if (registration === null || customerId === null) return [];
  const normalised = normaliseRegistration(registration);
  return facilities.passes({ registration: normalised, customerId, facility });
}

async function price(
  stores: Stores,
  stay: QuotedStay,
  discount: Discount | null,
  passes: readonly PaidTime[],
) {
  const { kind, facility, from, to, size, isElectric, charging } = stay;
  const { id: facilityId, currency, timeZone } = facility;
  const ofFacility = { kind: 'RATE_PLAN', facilityId, stationId: null, at: from } as const;
  const [plan = null] = await versionsInForce(stores, kind === 'CHARGING' ? [] : [ofFacility]);
  const work = workFault(plan?.plan ?? null, from, to);
  if (work !== undefined) return work;
  const ofStation = charging && {
    ...({ kind: 'TARIFF', facilityId } as const),
    ...{ stationId: charging.stationId, at: charging.from },
  };
  const [tariff = null] = await versionsInForce(stores, ofStation === null ? [] : [ofStation]);
  const rating = priceOfStay({
    ...{ plan: plan?.plan ?? null, currency, timeZone, from, to, size, isElectric },
    lostTicket: false,
    sessions: charging === null ? [] : [{ tariff: tariff?.tariff ?? null, trace: charging.trace }],
    passes,
    discounts: discount === null ? [] : [snapshotOf(discount)],
  });
  return { rating, ratePlanVersionId: plan?.id ?? null, tariffVersionId: tariff?.id ?? null };
}

/** The discount that a code stands for, when it does something for this stay; null without a code. */
async function discountOf(
  { discounts }: Stores,
  { discountCode: code, kind, facility, from: at }: QuotedStay,
): Promise<Discount | DiscountNotApplicable | null> {
  if (code === null) return null;
  const { id: facilityId, tenantId, currency } = facility;
  const discount = await discounts.byCode(tenantId, codeKey(code));
  const isMeant =
    discount !== null &&
    isUsable(discount, { facilityId, currency, at }) &&
    touches(discount, kind);
  if (isMeant) return discount;
  const message = `The code ${code} does nothing for this at that time.`;
  return { type: 'DiscountNotApplicable', code, message };
}
