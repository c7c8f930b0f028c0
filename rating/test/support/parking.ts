import { ratePlanSchema, type RatePlan, type RatePlanInput } from '@voltpark/contracts/rate-plan';
import { rateParking, type ParkedStay } from '../../src/parking.js';
import type { Rating } from '../../src/rating.js';

/** A plan by what is particular about it; else: in EUR, without tax, one table, never reset. */
export function plan(particular: Partial<RatePlanInput> = {}): RatePlan {
  return ratePlanSchema.parse({
    name: 'Plan',
    currency: 'EUR',
    tables: [{ name: 'All', lines: [hourly('2.00')] }],
    ...particular,
  });
}

/** Lines as an operator writes them. */
type Line = RatePlanInput['tables'][number]['lines'][number];

export function hourly(value: string, rest: Partial<Line> = {}): Line {
  return { type: 'INCREMENTING_RATE', incrementMinutes: 60, value, ...rest };
}
export function flat(value: string, fromMinutes = 0, rest: Partial<Line> = {}): Line {
  return { type: 'FLAT_RATE', value, fromMinutes, ...rest };
}
export function tier(value: string, fromMinutes = 0, rest: Partial<Line> = {}): Line {
  return { type: 'FLAT_RATE_TIER', value, fromMinutes, ...rest };
}

/** A plan with one table of these lines. */
export function lines(...own: Line[]): Partial<RatePlanInput> {
  return { tables: [{ name: 'All', lines: own }] };
}

/** A stay of a car in Berlin; `from` and `to` with their offset. */
export function rated(
  ratePlan: RatePlan,
  from: string,
  to: string,
  rest: Partial<ParkedStay> = {},
): Rating {
  return rateParking({
    plan: ratePlan,
    timeZone: 'Europe/Berlin',
    from: new Date(from),
    to: new Date(to),
    size: 'STANDARD',
    isElectric: false,
    shares: [],
    lostTicket: false,
    ...rest,
  });
}

/** What a stay comes to, with tax. */
export function price(...stay: Parameters<typeof rated>): string {
  return rated(...stay).total.inclTax;
}
