import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Data } from '../support/client.js';
import { modes, Town, type Person } from '../support/town.js';

describe.each(modes)('a page without WebSocket follows the counts (%s)', (mode) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let facilityId = '';
  beforeAll(async () => {
    town = await Town.open(mode);
    operator = await town.operator('City Parking');
    facilityId = await town.facility(operator, { name: 'Altmarkt', slots: { 'STANDARD ICE': 2 } });
  });
  afterAll(() => town.close());

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
