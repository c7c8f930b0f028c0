import type { Discount } from '@voltpark/contracts';
import { normaliseCode } from './discount-code.js';
import { limits } from './limits.js';

/** Why a discount does not count for a stay. */
export type DiscountObstacle =
  | 'UNKNOWN'
  | 'NOT_ACTIVE'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'OTHER_FACILITY'
  | 'OTHER_CURRENCY'
  | 'USED_UP'
  | 'TOO_MANY';

export interface DiscountCodeNotApplicable {
  readonly type: 'DiscountCodeNotApplicable';
  readonly message: string;
  readonly code: string;
  readonly obstacle: DiscountObstacle;
}

const messages: Readonly<Record<DiscountObstacle, string>> = {
  UNKNOWN: 'There is no such code here.',
  NOT_ACTIVE: 'The discount has been ended.',
  NOT_YET_VALID: 'The discount is not valid yet.',
  EXPIRED: 'The discount is not valid any more.',
  OTHER_FACILITY: 'The discount is for other facilities.',
  OTHER_CURRENCY: 'The discount is in another currency.',
  USED_UP: 'The discount has been used as often as it may be.',
  TOO_MANY: `A stay takes at most ${limits.discountsPerVisit} discounts.`,
};

/** The refusal of a code. */
export const discountCodeNotApplicable = (
  code: string,
  obstacle: DiscountObstacle,
): DiscountCodeNotApplicable => ({
  type: 'DiscountCodeNotApplicable',
  code: normaliseCode(code),
  obstacle,
  message: messages[obstacle],
});

/** What stands in the way of a discount; null: nothing. `uses` is how many stays have it. */
export function obstacleTo(
  { discount, uses }: { readonly discount: Discount; readonly uses: number },
  stay: { readonly facilityId: string; readonly currency: string; readonly now: Date },
): DiscountObstacle | null {
  if (!discount.active) return 'NOT_ACTIVE';
  if (stay.now < new Date(discount.validFrom)) return 'NOT_YET_VALID';
  if (discount.validUntil !== null && stay.now >= new Date(discount.validUntil)) return 'EXPIRED';
  const { facilityIds, reduction, maximumUses } = discount;
  if (facilityIds.length > 0 && !facilityIds.includes(stay.facilityId)) return 'OTHER_FACILITY';
  if (reduction.kind === 'AMOUNT' && reduction.currency !== stay.currency) return 'OTHER_CURRENCY';
  return maximumUses !== null && uses >= maximumUses ? 'USED_UP' : null;
}
