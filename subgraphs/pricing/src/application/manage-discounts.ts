import { notFound } from '@voltpark/kit/decision';
import {
  changeDiscount as decideChange,
  codeKey,
  createDiscount as decideCreate,
  endDiscount as decideEnd,
  isUsable,
  type DiscountTerms,
} from '../domain/discount.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import { patiently } from './patience.js';
import type { Cause, Ports, Slice, Stores } from './ports.js';
import { publicReach, reachOf } from '@voltpark/kit/reach';
import { tenantOf } from './tenant.js';

export interface CreateDiscountCommand {
  readonly idempotencyKey: string;
  /** Null: the actor's own tenant. */
  readonly tenantId: string | null;
  readonly code: string;
  /** Without `validFrom`: from now. */
  readonly terms: Omit<DiscountTerms, 'validFrom'> & { readonly validFrom: Date | null };
}

/** Makes a discount. */
export function createDiscount({ transact, clock, newId, wait }: Ports) {
  const attempt = (cause: Cause, { idempotencyKey, ...input }: CreateDiscountCommand) =>
    transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'createDiscount', input }, async () => {
        const tenant = await tenantOf(stores, cause, input.tenantId);
        if ('refusal' in tenant) return tenant.refusal;
        const now = clock.now();
        const terms = { ...input.terms, validFrom: input.terms.validFrom ?? now };
        const places = await placesOf(stores, terms, tenant.id);
        if ('refusal' in places) return places.refusal;
        const holder = await stores.discounts.holdCode(tenant.id, codeKey(input.code));
        const id = newId();
        const decision = decideCreate(input.code, terms, {
          ...{ id, tenantId: tenant.id, now, takenBy: holder?.id ?? null },
          currencies: places.currencies,
        });
        if (decision.outcome === 'refused') return decision.refusal;
        await stores.discounts.save(decision.events);
        return { discountId: id };
      }),
    );
  return async (cause: Cause, command: CreateDiscountCommand) =>
    idempotencyKeyRefusal(command.idempotencyKey) ?? patiently(wait, () => attempt(cause, command));
}

/** Changes what is given of a discount's terms. */
export function changeDiscount({ transact, clock }: Ports) {
  return (cause: Cause, discountId: string, given: Partial<DiscountTerms>) =>
    transact(cause, async (stores) => {
      const discount = await stores.discounts.hold(discountId, reachOf(cause.actor));
      if (discount === null) return notFound('Discount', discountId);
      const { name, reduction, appliesTo, facilityIds, validFrom, validUntil, maximumUses } =
        discount;
      const before = {
        name,
        reduction,
        appliesTo,
        facilityIds,
        validFrom,
        validUntil,
        maximumUses,
      };
      const terms = { ...before, ...given };
      const places = await placesOf(stores, terms, discount.tenantId);
      if ('refusal' in places) return places.refusal;
      const decision = decideChange(discount, terms, { now: clock.now(), ...places });
      if (decision.outcome === 'refused') return decision.refusal;
      await stores.discounts.save(decision.events);
      return { discountId };
    });
}

/** Ends a discount for good. */
export function endDiscount({ transact, clock }: Ports) {
  return (cause: Cause, discountId: string) =>
    transact(cause, async ({ discounts }) => {
      const discount = await discounts.hold(discountId, reachOf(cause.actor));
      if (discount === null) return notFound('Discount', discountId);
      const decision = decideEnd(discount, clock.now());
      if (decision.outcome === 'accepted') await discounts.save(decision.events);
      return { discountId };
    });
}

/** Discounts by id, for their staff. */
export function discountsByIds({ reads }: Ports) {
  return ({ actor }: Cause, ids: readonly string[]) => reads.discounts.byIds(ids, reachOf(actor));
}

/** Discounts that the caller was shown by something else: a quote has them. */
export function discountsShown({ reads }: Ports) {
  return (ids: readonly string[]) => reads.discounts.byIds(ids, publicReach);
}

/** A stretch of the list of discounts, for their staff. */
export function listDiscounts({ reads }: Ports) {
  return ({ actor }: Cause, slice: Slice<string>) => reads.discounts.list(slice, reachOf(actor));
}

/** What a code does at a facility now, for everybody who has it; null: nothing. */
export function discountByCode({ reads, clock }: Ports) {
  return async (code: string, facilityId: string) => {
    const [facility] = await reads.facilities.byIds([facilityId], publicReach);
    if (facility === undefined) return null;
    const discount = await reads.discounts.byCode(facility.tenantId, codeKey(code));
    const { currency } = facility;
    const isMeant =
      discount !== null && isUsable(discount, { facilityId, currency, at: clock.now() });
    return isMeant ? discount : null;
  };
}

/** The currencies of the facilities that a discount names, all of its tenant. */
async function placesOf(
  { facilities }: Pick<Stores, 'facilities'>,
  { facilityIds }: Pick<DiscountTerms, 'facilityIds'>,
  tenantId: string,
): Promise<
  { readonly currencies: readonly string[] } | { readonly refusal: ReturnType<typeof notFound> }
> {
  const known = await facilities.byIds(facilityIds, { kind: 'TENANT', tenantId });
  const missing = facilityIds.find((id) => !known.some((facility) => facility.id === id));
  if (missing !== undefined) return { refusal: notFound('Facility', missing) };
  return { currencies: [...new Set(known.map(({ currency }) => currency))] };
}
