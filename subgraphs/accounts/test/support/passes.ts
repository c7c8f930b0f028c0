import type { Actor } from '@voltpark/contracts';
import { operator } from './actors.js';
import { newKey, next, type Answered, type Driver, type RunningAccounts } from './running.js';

/** What the schema has about passes; `passes-access.spec.ts` says who may use it. */
export const aboutPasses = ['pass', 'passes', 'passProducts'].concat([
  ...['offerPassProduct', 'changePassProduct', 'buyPass', 'cancelPass'],
]);

const passFields = `pass { id name status registration isForAllFacilities facilities { id }
  price { amount currency } taxPercent validFrom validUntil activatedAt cancelledAt cancelReason
  product { id } holder { id } vehicle { id } }`;

interface Given {
  readonly tenantId: string;
  readonly facilityId: string;
  readonly holder: Driver;
}

/** What specs about passes do all the time: at this tenant's facility, for this driver. */
export function passWords(accounts: RunningAccounts, { tenantId, facilityId, holder }: Given) {
  const offer = (input: object = {}, actor: Actor = operator(tenantId)): Promise<Answered> =>
    accounts.call(
      'offerPassProduct',
      {
        tenantId,
        name: 'Month',
        facilityIds: [facilityId],
        price: '80.00',
        taxPercent: '19',
        idempotencyKey: newKey(),
        ...input,
      },
      `... on PassProductOffered { product { id name months timeZone isOnSale offeredAt tenant { id }
        isForAllFacilities facilities { id } price { amount currency } taxPercent } }
       ... on InvalidInput { field } ... on NotFound { entity key }`,
      actor,
    );
  const buy = (input: object, actor: Actor = holder): Promise<Answered> =>
    accounts.call(
      'buyPass',
      { from: '2026-05-04', idempotencyKey: newKey(), ...input },
      `... on PassBought { ${passFields} } ... on NotFound { entity } ... on InvalidInput { field }
       ... on PassOverlaps { passId validUntil } ... on PassProductWithdrawn { passProductId }`,
      actor,
    );
  async function productOf(input: object = {}, actor?: Actor): Promise<string> {
    const { product } = await offer(input, actor);
    if (product === undefined) throw new Error('There is no product.');
    return (product as { id: string }).id;
  }
  return {
    offer,
    buy,
    productOf,
    /** A pass of the driver's for a car of its own. */
    async passOf(input: object = {}) {
      const vehicleId = await accounts.vehicleOf(holder, `PASS ${next()}`);
      const bought = await buy({ passProductId: await productOf(), vehicleId, ...input });
      if (bought.__typename !== 'PassBought') throw new Error(JSON.stringify(bought));
      return bought['pass'] as { id: string; validUntil: string; vehicle: { id: string } };
    },
    cancel: (input: object, actor: Actor = holder): Promise<Answered> =>
      accounts.call('cancelPass', input, `... on PassCancelled { ${passFields} }`, actor),
    async statusOf(id: string) {
      const rows = await accounts.sql<{ status: string }>('SELECT status FROM pass WHERE id = $1', [
        id,
      ]);
      return rows[0]?.status;
    },
    publishedOf: async (id: string) =>
      (await accounts.outbox()).filter(({ aggregate_id }) => aggregate_id === id),
  };
}
export type PassWords = ReturnType<typeof passWords>;
