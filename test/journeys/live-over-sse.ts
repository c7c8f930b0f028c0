import { createClient } from 'graphql-sse';
import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import type { Data } from '../support/client.js';
import { type Town, type Person } from '../support/town.js';

export const liveOverSse = journey('a page without WebSocket follows the counts', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let facilityId = '';
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
    facilityId = await town.facility(operator, { name: 'Altmarkt', slots: { 'STANDARD ICE': 2 } });
  });

  it('sees over SSE what others see over WebSocket', async () => {
    const client = createClient({ url: `${town.stack.url}/graphql`, retryAttempts: 0 });
    const frames = client.iterate<Data>({
      query: `subscription ($id: ID!) { slotAvailability(facilityId: $id) { kind facility { name } totals { free } } }`,
      variables: { id: facilityId },
    });
    const first = await frames.next();
    expect(first.value.data.slotAvailability).toEqual({
      kind: 'SNAPSHOT',
      facility: { name: 'Altmarkt' },
      totals: { free: 2 },
    });
    await town.park(facilityId, 'S-1', operator);
    const second = await frames.next();
    expect(second.value.data.slotAvailability).toMatchObject({
      kind: 'CHANGE',
      totals: { free: 1 },
    });
    await frames.return?.();
    client.dispose();
  });
});
