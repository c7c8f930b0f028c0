import type { ChargeLine } from '../../src/domain/charge.js';

/** A line of parking at 19 % tax. */
export const line = (otherwise: Partial<ChargeLine> = {}): ChargeLine => ({
  ...{ kind: 'PARKING', rule: 'tables.0.lines.0', description: 'All: 1 × 60 min at 2.00' },
  ...{ start: '2026-05-04T10:00:00.000Z', end: '2026-05-04T11:00:00.000Z', quantity: '1' },
  ...{ unit: 'increment', unitPrice: '2.00', taxIncluded: true, taxPercent: '19' },
  ...{ exclTax: '1.680672268907563025', inclTax: '2.00' },
  ...{ sourceType: 'PARKING_SESSION', sourceId: 'stay-one' },
  ...otherwise,
});
