import type { Rating } from '@voltpark/rating/rating';

/** A price that was named for what somebody means to do, by the versions in force for it. It never changes. */
export interface Quote {
  /** Not to be guessed: who knows a quote that nobody in particular asked for may read it. */
  readonly id: string;
  readonly kind: 'PARKING' | 'CHARGING' | 'STAY';
  readonly tenantId: string;
  readonly facilityId: string;
  /** Null: nobody in particular asked. */
  readonly customerId: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly rating: Rating;
  /** Null: parking was not priced, or is free. */
  readonly ratePlanVersionId: string | null;
  /** Null: charging was not priced, or is free. */
  readonly tariffVersionId: string | null;
  readonly discountId: string | null;
  readonly quotedAt: Date;
  /** Exclusive. */
  readonly expiresAt: Date;
}

/** A price was named. */
export interface PriceQuoted {
  readonly type: 'PriceQuoted';
  readonly quote: Quote;
}

/** Whether a quote still counts. */
export const quoteStatus = ({ expiresAt }: Quote, now: Date): 'VALID' | 'EXPIRED' =>
  now < expiresAt ? 'VALID' : 'EXPIRED';
