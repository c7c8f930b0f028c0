import type { Person } from '../person.js';
import { idAt } from './chargers.js';

/** What charging costs in the demo town: dearer by day, and idling costs after a quarter of an hour, not at night. */
const tariff = {
  currency: 'EUR',
  elements: [
    {
      price_components: [{ type: 'ENERGY', price: 0.39, vat: 19, step_size: 1 }],
      restrictions: { start_time: '22:00', end_time: '06:00' },
    },
    { price_components: [{ type: 'ENERGY', price: 0.52, vat: 19, step_size: 1 }] },
  ],
  idle_fee: {
    price_per_hour: 6,
    vat: 19,
    grace_seconds: 900,
    max_price: 12,
    quiet_hours: [{ start_time: '22:00', end_time: '07:00' }],
  },
} as const;

/** What parking costs: by the half hour, a day's maximum, half while charging. */
const plan = {
  name: 'Elbe day rate',
  currency: 'EUR',
  taxPercent: '19',
  graceMinutes: 5,
  tables: [
    {
      name: 'Motorcycles',
      sizes: ['COMPACT'],
      lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 60, value: '0.50' }],
    },
    {
      name: 'Cars and larger',
      lines: [{ type: 'INCREMENTING_RATE', incrementMinutes: 30, value: '1.20' }],
    },
  ],
  windows: [{ name: 'Night', from: '20:00', to: '06:00', multiplier: '0.5', maxValue: '4.00' }],
  dailyMaximum: '18.00',
  lostTicketFee: '10.00',
  overlap: { parkingShareWhileCharging: '0.5' },
} as const;

/** Prices of the demo town, the same at all of its facilities. */
export async function setPrices(
  admin: Person,
  tenantId: string,
  facilities: readonly { readonly id: string }[],
): Promise<void> {
  const made = await admin.do(
    'createTariff',
    { tenantId, idempotencyKey: 'demo-tariff', name: 'Elbe power', tariff },
    '... on TariffCreated { tariff { id } }',
    ['NotFound'],
  );
  const planned = await admin.do(
    'createRatePlan',
    { tenantId, idempotencyKey: 'demo-rate-plan', plan },
    '... on RatePlanCreated { ratePlan { id } }',
    ['NotFound'],
  );
  for (const { id: facilityId } of facilities) {
    await admin.do('assignTariff', { facilityId, tariffId: idAt(made, 'tariff') }, '', [
      'NotFound',
    ]);
    const ratePlanId = idAt(planned, 'ratePlan');
    await admin.do('assignRatePlan', { facilityId, ratePlanId }, '', ['NotFound']);
  }
}
