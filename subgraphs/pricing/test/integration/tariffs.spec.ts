import { pricingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { admin, nobody, operator, otherOperator, tenantId } from '../support/actors.js';
import { energyTariff, minutesFrom, noon } from '../support/builders.js';
import { newKey, runPricing, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
});
afterAll(() => context.stop());
beforeEach(() => context.goTo(noon));

describe('createTariff', () => {
  it('makes a tariff with its first version and tells everybody', async () => {
    const result = await context.mutate('createTariff', {
      name: ' Power ',
      tariff: energyTariff(),
    });
    expect(result).toMatchObject({
      __typename: 'TariffCreated',
      tariff: { name: 'Power' },
      version: { number: 1, effectiveFrom: noon.toISOString() },
      findings: [],
    });
    const { id } = result['tariff'] as { id: string };
    const published = (await context.outbox()).at(-1);
    expect(published).toMatchObject({
      ...{ type: 'pricing.tariff.changed.v1', aggregate_type: 'tariff', aggregate_id: id },
      ...{ aggregate_version: 1, actor_id: operator.id, tenant_id: tenantId },
    });
    expect(pricingEvents.tariffChanged.data.parse(published?.data)).toMatchObject({
      ...{ tariffId: id, name: 'Power', number: 1, tenantId },
      effectiveFrom: noon.toISOString(),
      tariff: energyTariff(),
    });
  });
});
