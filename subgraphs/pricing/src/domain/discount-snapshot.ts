import type { Discount as PublishedDiscount } from '@voltpark/contracts';
import type { Discount } from './discount.js';

/** A discount as it is published, and as the rating engine takes it. */
export function snapshotOf(discount: Discount): PublishedDiscount {
  const { id, code, name, reduction, appliesTo, facilityIds, maximumUses, active } = discount;
  return {
    discountId: id,
    code,
    name,
    reduction,
    appliesTo,
    facilityIds: [...facilityIds],
    validFrom: discount.validFrom.toISOString(),
    validUntil: discount.validUntil?.toISOString() ?? null,
    maximumUses,
    active,
  };
}
