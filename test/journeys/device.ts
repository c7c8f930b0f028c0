import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { eventually } from '../support/eventually.js';
import { once, type Town, type Person } from '../support/town.js';

export const device = journey('a gate reports with its API key', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  let gate: Person;
  let facilityId = '';
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
    gate = await town.device(operator);
    facilityId = await town.facility(operator, { name: 'Altmarkt', slots: { 'STANDARD ICE': 3 } });
  });

  it('parks and lets leave any vehicle of its own tenant', async () => {
    expect(await town.park(facilityId, 'D-1', gate)).toMatchObject({ __typename: 'VehicleParked' });
    expect(await town.leave('D-1', gate)).toMatchObject({ __typename: 'VehicleLeft' });
  });

  it('tries again with the same idempotency key and has parked once', async () => {
    const idempotencyKey = once();
    const first = await town.park(facilityId, 'D-2', gate, { idempotencyKey });
    const again = await town.park(facilityId, 'D-2', gate, { idempotencyKey });
    expect(again).toEqual(first);
    expect(await town.park(facilityId, 'D-3', gate, { idempotencyKey })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('may not do what staff may, nor anything for another tenant', async () => {
    const answer = await town.ask(
      `mutation { setSlotStatus(input: { slotId: "x", status: MAINTENANCE }) { __typename } }`,
      {},
      gate,
    );
    expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const others = await town.operator('Others');
    const theirs = await town.facility(others, { name: 'Theirs', slots: { 'STANDARD ICE': 1 } });
    const parked = await town.park(theirs, 'D-4', gate);
    expect(['NotFound', 'NotPermitted']).toContain(parked['__typename']);
  });

  it('is refused once the key is revoked', async () => {
    const key = await town.must(
      `query ($tenantId: ID!) { apiKeys(tenantId: $tenantId, first: 10) { edges { node { id name } } } }`,
      { tenantId: operator.tenantId },
      operator,
    );
    const apiKeyId = key['apiKeys'].edges[0].node.id as string;
    await town.do('revokeApiKey', { apiKeyId }, '', operator);
    // A gateway believes what it exchanged for up to a minute; a restarted one asks anew.
    await town.stack.restartGateway();
    const refusal = await eventually('the key is refused', async () => {
      const answer = await town.ask(`{ me { id } }`, {}, gate);
      return answer.errors?.[0]?.extensions?.code;
    });
    expect(refusal).toBe('UNAUTHENTICATED');
  });
});
