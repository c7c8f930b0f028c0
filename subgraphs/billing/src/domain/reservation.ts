import { Decimal, decimalText } from '@voltpark/rating/decimal';
import type { ChargeLine } from './charge.js';

/** What there is to pay for a reservation, as its context tells. */
export interface ChargedReservation {
  readonly id: string;
  /** Its window. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly charges: readonly {
    readonly kind: 'RESERVATION' | 'PENALTY';
    readonly reason: string;
    readonly description: string;
    /** Exact, with tax. */
    readonly amount: string;
    readonly currency: string;
    readonly taxPercent: string | null;
  }[];
}

/** The lines of a reservation. Its amounts have the tax in them. */
export const reservationLines = ({
  id,
  startsAt,
  endsAt,
  charges,
}: ChargedReservation): ChargeLine[] =>
  charges.map(({ kind, reason, description, amount, taxPercent }) => {
    const inclTax = new Decimal(amount);
    const factor = new Decimal(taxPercent ?? 0).div(100).plus(1);
    return {
      kind,
      rule: `reservation.${reason.toLowerCase()}`,
      description,
      start: startsAt.toISOString(),
      end: endsAt.toISOString(),
      quantity: '1',
      unit: 'session',
      unitPrice: amount,
      taxIncluded: true,
      taxPercent,
      exclTax: decimalText(inclTax.div(factor).toDecimalPlaces(18)),
      inclTax: decimalText(inclTax),
      sourceType: 'RESERVATION',
      sourceId: id,
    };
  });
