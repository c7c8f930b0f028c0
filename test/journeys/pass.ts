import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { AtSite, chargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { once, type Town, type Person } from '../support/town.js';

export const pass = journey('a monthly pass', (open) => {
  let town: Town;
  let at: AtSite;
  let driver: Person;
  beforeAll(async () => {
    town = open();
    at = new AtSite(town, await chargingSite(town));
    driver = await town.driver('DD-MO 1', { isElectric: true });
  });

  /** A pass for this site, as soon as accounts has heard of it. */
  const offered = (): Promise<string> =>
    eventually('the pass is offered', async () => {
      const { operator, facilityId } = at.site;
      const answer = await town.do(
        'offerPassProduct',
        {
          tenantId: operator.tenantId,
          name: 'A month here',
          facilityIds: [facilityId],
          price: '80.00',
          taxPercent: '19',
          idempotencyKey: once(),
        },
        '... on PassProductOffered { product { id } }',
        operator,
      );
      return answer['__typename'] === 'PassProductOffered' && (answer['product'].id as string);
    });

  const buys = async (passProductId: string): Promise<Data> => {
    const { vehicle } = await town.must('{ vehicle(registration: "DD-MO 1") { id } }', {}, driver);
    const from = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format();
    return town.do(
      'buyPass',
      { passProductId, vehicleId: vehicle.id, from, idempotencyKey: once() },
      '... on PassBought { pass { id status } } ... on PassOverlaps { passId }',
      driver,
    );
  };
  const myPass = async (): Promise<Data> => {
    const { me } = await town.must(
      '{ me { passes(first: 5) { edges { node { id status facilities { name } vehicle { registration } } } } } }',
      {},
      driver,
    );
    return me.passes.edges[0].node as Data;
  };
  /** What a stay of a moment comes to. */
  const stayCosts = async (registration: string): Promise<Data> => {
    const { facilityId, device, chargers } = at.site;
    const where = { slotId: chargers[0]?.slotId, isElectric: true };
    const parked = await town.park(facilityId, registration, device, where);
    expect(parked).toMatchObject({ __typename: 'VehicleParked' });
    const stay = parked['session'].id as string;
    await at.leaves(stay);
    const [invoice] = await at.billed(stay);
    return { total: invoice?.['total'].amount, status: invoice?.['status'] };
  };

  it('bought → invoiced → paid → in force: its vehicle parks for nothing, others pay', async () => {
    const passProductId = await offered();
    const bought = await buys(passProductId);
    expect(bought).toMatchObject({ __typename: 'PassBought', pass: { status: 'PENDING' } });
    expect(await buys(passProductId)).toMatchObject({ __typename: 'PassOverlaps' });
    const invoice = await eventually('the pass is invoiced', async () => {
      const { myInvoices } = await town.must(
        '{ myInvoices(first: 5) { edges { node { id status total { amount } } } } }',
        {},
        driver,
      );
      return (myInvoices.edges[0]?.node ?? false) as Data | false;
    });
    expect(invoice).toMatchObject({ status: 'ISSUED', total: { amount: '80.00' } });
    expect(await at.pays(invoice['id'] as string, 'tok_ok', driver)).toMatchObject({
      __typename: 'PaymentReceived',
    });
    const pass = await eventually('the pass is in force', async () => {
      const found = await myPass();
      return found['status'] === 'ACTIVE' && found;
    });
    expect(pass).toMatchObject({ id: bought['pass'].id, vehicle: { registration: 'DDMO1' } });
    expect(pass['facilities']).toHaveLength(1);
    expect(await eventuallyFree('DD-MO 1')).toEqual({ total: '0.00', status: 'PAID' });
    expect(await stayCosts('DD-MO 2')).toMatchObject({ total: '2.00', status: 'ISSUED' });
  });

  /** Billing may hear of the pass a moment later than its holder sees it. */
  const eventuallyFree = (registration: string): Promise<Data> =>
    eventually('a stay that costs nothing', async () => {
      const costs = await stayCosts(registration);
      return costs['total'] === '0.00' && costs;
    });
});
