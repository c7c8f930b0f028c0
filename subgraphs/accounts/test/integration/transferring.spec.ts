import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAccounts, type Driver, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let anna: Driver;
let ben: Driver;
beforeAll(async () => {
  accounts = await runAccounts();
  anna = await accounts.signUp();
  ben = await accounts.signUp();
});
afterAll(() => accounts.stop());

const publishedOf = async (vehicleId: string) =>
  (await accounts.outbox()).filter(({ aggregate_id }) => aggregate_id === vehicleId);

describe('passing a vehicle on', () => {
  const offered =
    '... on VehicleTransferOffered { code expiresAt vehicle { transferOffer { expiresAt } } }';
  const offer = async (vehicleId: string, actor = anna) =>
    accounts.call('offerVehicleTransfer', { vehicleId }, offered, actor);
  const accept = (code: unknown, actor: Driver) =>
    accounts.call(
      'acceptVehicleTransfer',
      { code },
      '... on VehicleTransferred { vehicle { id owner { id } } }',
      actor,
    );

  it('links it to the other customer and says whose it was', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'TRANS 1');
    const { code } = await offer(vehicleId);
    expect(await accept(code, ben)).toMatchObject({
      __typename: 'VehicleTransferred',
      vehicle: { id: vehicleId, owner: { id: ben.customerId } },
    });
    expect((await publishedOf(vehicleId)).at(-1)).toMatchObject({
      type: 'accounts.vehicle.linked.v1',
      aggregate_version: '2',
      data: { customerId: ben.customerId, previousCustomerId: anna.customerId },
    });
    expect((await accept(code, anna)).__typename).toBe('TransferCodeNotValid');
  });

  it('is for one of many who show the code at once', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'TRANS 2');
    const { code } = await offer(vehicleId);
    const others = [ben, await accounts.signUp(), await accounts.signUp(), await accounts.signUp()];
    const answers = await Promise.all(others.map((other) => accept(code, other)));
    const won = answers.filter(({ __typename }) => __typename === 'VehicleTransferred');
    expect(won).toHaveLength(1);
  });

  it('refuses codes that are replaced, withdrawn, expired, made up, or one’s own', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'TRANS 3');
    const first = await offer(vehicleId);
    const second = await offer(vehicleId);
    const refused = async (code: unknown, actor: Driver) =>
      expect((await accept(code, actor)).__typename).toBe('TransferCodeNotValid');
    await refused(first['code'], ben);
    await refused(second['code'], anna);
    await accounts.call('cancelVehicleTransfer', { vehicleId }, '', anna);
    await refused(second['code'], ben);
    const third = await offer(vehicleId);
    accounts.clock.advance(7 * 86_400);
    await refused(third['code'], ben);
    await refused('vt_00000000000000000000000000000000', ben);
    await refused('', ben);
  });

  it('keeps no code, only its hash', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'TRANS 4');
    const { code } = await offer(vehicleId);
    const kept = await accounts.sql('SELECT * FROM vehicle WHERE id = $1', [vehicleId]);
    expect(JSON.stringify(kept)).not.toContain(String(code).slice(3));
  });
});
