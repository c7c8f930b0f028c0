import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { AtSite, chargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { once, type Person, type Town } from '../support/town.js';
import { tracesOf } from '../support/traces.js';

const report = `id status requestedAt begunAt endedAt
  contexts { context isDone open { kind id } found { table rows } kept { what reason } }`;

/** Tokens of a closed account are heard for ten minutes in real life, and the last step waits for that. */
const environment = { ACCOUNTS_ERASURE_SEAL_SECONDS: '0' };

export const forgotten = journey('a person is forgotten', { alone: true, environment }, (open) => {
  let town: Town;
  let at: AtSite;
  beforeAll(async () => {
    town = open();
    at = new AtSite(town, await chargingSite(town));
  });

  /** Somebody whom every context that there is comes to know. */
  const somebody = async (registration: string) => {
    const person = await town.driver(registration, {
      isElectric: true,
      make: 'Lancia',
      model: 'Stratos',
      colour: 'unforgettable',
    });
    await town.do(
      'updateProfile',
      { displayName: 'Zacharias Quint', phone: '+4935112345678' },
      '',
      person,
    );
    await town.do(
      'addPaymentMethod',
      {
        ...{ kind: 'CREDIT_CARD', brand: 'Visa', last4: '4242', token: 'tok_of_zacharias' },
        ...{ expiryMonth: 12, expiryYear: new Date().getFullYear() + 2, idempotencyKey: once() },
      },
      '',
      person,
    );
    await eventually('contexts know whose vehicle it is', async () => {
      const places = (await tracesOf(town, [person.customerId ?? ''])).map(({ place }) => place);
      return ['parking.vehicle', 'charging.vehicle', 'billing.ownership'].every((place) =>
        places.includes(place),
      );
    });
    return person;
  };

  const erasureOf = async (id: string): Promise<Data> =>
    (await town.must(`query ($id: ID!) { erasure(id: $id) { ${report} } }`, { id }))[
      'erasure'
    ] as Data;

  const asks = async (person: Person): Promise<string> => {
    const asked = await town.do(
      'requestErasure',
      { idempotencyKey: once() },
      '... on ErasureRequested { erasure { id status } }',
      person,
    );
    expect(asked).toMatchObject({ __typename: 'ErasureRequested' });
    return asked['erasure'].id as string;
  };

  const waitsFor = (erasureId: string, kind: string) =>
    eventually(`the erasure waits for ${kind}`, async () => {
      const { contexts } = await erasureOf(erasureId);
      return (contexts as { open: { kind: string }[] }[]).some(({ open }) =>
        open.some((matter) => matter.kind === kind),
      );
    });

  it('an erasure waits for the stay and the bill, and then nobody knows the person any more', async () => {
    const person = await somebody('DD-ZQ 777');
    const { customerId, login } = person;
    if (customerId === null || login === undefined) throw new Error('A driver is a customer.');
    const stay = await at.arrives('DD-ZQ 777', 120);
    const session = await at.plugsIn(stay, 110);
    await at.reads(session, [110, 0], [80, 20_000]);
    const names = ['DD-ZQ 777', 'DDZQ777', 'Zacharias', '+4935112345678', login.email];
    expect(await tracesOf(town, names)).not.toEqual([]);

    const erasureId = await asks(person);
    await waitsFor(erasureId, 'PARKING_SESSION');
    await at.unplugs(session, 80);
    await at.leaves(stay);
    await waitsFor(erasureId, 'INVOICE');
    const [invoice] = await at.billed(stay);
    expect((await erasureOf(erasureId))['status']).toBe('WAITING');
    expect(await at.pays(invoice?.['id'] as string, 'tok_of_zacharias', person)).toMatchObject({
      __typename: 'PaymentReceived',
    });

    const done = await eventually('the erasure is done', async () => {
      const erasure = await erasureOf(erasureId);
      return erasure['status'] === 'DONE' && erasure;
    });
    const contexts = done['contexts'] as { context: string; isDone: boolean; found: Data[] }[];
    expect(contexts.every(({ isDone }) => isDone)).toBe(true);
    for (const context of ['accounts', 'parking', 'charging', 'billing']) {
      expect(contexts.find((each) => each.context === context)?.found).not.toEqual([]);
    }
    expect(await tracesOf(town, [...names, customerId, 'tok_of_zacharias'])).toEqual([]);

    // What was sold and paid stands in the books as before.
    const [kept] = await at.billed(stay);
    expect(kept).toMatchObject({
      ...{ id: invoice?.['id'], number: invoice?.['number'], total: invoice?.['total'] },
      status: 'PAID',
    });
    expect(kept?.['registration']).not.toBe('DDZQ777');
    const again = await town.do('signIn', login, '');
    expect(again['__typename']).not.toBe('SignedIn');
  });

  it('a person sees every row in which a context knows them, and nobody else’s', async () => {
    const person = await somebody('DD-ZX 9');
    const stay = await at.arrives('DD-ZX 9', 30, 1);
    await at.leaves(stay);
    const [invoice] = await at.billed(stay);
    const contexts = ['accounts', 'parking', 'charging', 'billing', 'pricing', 'facilities'];
    const records = await town.must(
      `{ ${contexts.map((name) => `${name}: ${name}PersonalRecords(first: 100) { edges { node { table row } } }`).join(' ')} }`,
      {},
      person,
    );
    const rows = Object.entries(records).flatMap(([context, { edges }]) =>
      (edges as { node: { table: string; row: string } }[]).map(({ node }) => ({
        place: `${context}.${node.table}`,
        row: JSON.parse(node.row) as Record<string, unknown>,
      })),
    );
    const places = new Set(rows.map(({ place }) => place));
    for (const place of ['accounts.account', 'accounts.vehicle', 'parking.parking_session']) {
      expect(places).toContain(place);
    }
    expect(rows.find(({ place }) => place === 'billing.invoice')?.row).toMatchObject({
      id: invoice?.['id'],
      registration: 'DDZX9',
    });
    expect(JSON.stringify(rows)).not.toMatch(/password_hash|tok_of_zacharias|DDZQ777/);
    const { accountsPersonalRecords } = await town.must(
      '{ accountsPersonalRecords(first: 1) { edges { cursor node { table } } pageInfo { hasNextPage endCursor } } }',
      {},
      person,
    );
    const next = await town.must(
      'query ($after: String) { accountsPersonalRecords(first: 100, after: $after) { edges { node { table row } } } }',
      { after: accountsPersonalRecords.pageInfo.endCursor },
      person,
    );
    const inAccounts = rows.filter(({ place }) => place.startsWith('accounts.')).length;
    expect(next['accountsPersonalRecords'].edges).toHaveLength(inAccounts - 1);
  });

  it('a wish to be forgotten can be taken back as long as it waits', async () => {
    const person = await somebody('DD-ZW 8');
    const stay = await at.arrives('DD-ZW 8', 20);
    const erasureId = await asks(person);
    await waitsFor(erasureId, 'PARKING_SESSION');
    const withdrawn = await town.do(
      'withdrawErasure',
      { erasureId },
      '... on ErasureWithdrawn { erasure { status } }',
      person,
    );
    expect(withdrawn).toMatchObject({ erasure: { status: 'WITHDRAWN' } });
    await at.leaves(stay);
    expect((await erasureOf(erasureId))['status']).toBe('WITHDRAWN');
  });
});
