import type { RatingLine } from '@voltpark/rating/rating';
import type { Estimate } from '../../application/estimate.js';
import type { QueryResolvers } from '../generated/types.js';

export const reservationAvailability: NonNullable<
  QueryResolvers['reservationAvailability']
> = async (_root, { input }, { useCases }) => {
  const { facilityId, startsAt, endsAt, size, isElectric } = input;
  const needs = { size: size ?? 'STANDARD', isElectric: isElectric ?? false } as const;
  const found = await useCases.findAvailability({ facilityId, startsAt, endsAt, ...needs });
  return found === null ? null : { ...found, estimate: shown(found.estimate) };
};

function shown({ parking, terms, total }: Estimate) {
  const { currency } = terms;
  return {
    parking:
      parking === null
        ? null
        : { currency: parking.currency, ...parking.total, lines: parking.lines.map(lineOf) },
    bookingFee: { amount: terms.bookingFee, currency },
    total: { amount: total, currency },
  };
}

const lineOf = ({ start, end, ...line }: RatingLine) => ({
  ...line,
  start: new Date(start),
  end: new Date(end),
});
