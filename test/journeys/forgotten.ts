import { beforeAll, expect, it } from 'vitest';
import { archiveOf } from '../support/archive.js';
import { AtSite, chargingSite } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { journey } from '../support/journey.js';
import { once, type Person, type Town } from '../support/town.js';
import { heldUp, tracesOf } from '../support/traces.js';
import { WellKnown } from '../support/well-known.js';

const report = `id status requestedAt begunAt endedAt
  contexts { context isDone open { kind id } found { table rows } kept { what reason } }`;

/** What one context said of an erasure. */
interface Report {
  readonly context: string;
  readonly isDone: boolean;
  readonly open: readonly { readonly kind: string; readonly id: string }[];
  readonly found: readonly { readonly table: string; readonly rows: number }[];
  readonly kept: readonly { readonly what: string; readonly reason: string }[];
}

/** Tokens of a closed account are heard for ten minutes in real life, and the last step waits for that. */
const environment = { ACCOUNTS_ERASURE_SEAL_SECONDS: '0' };

export const forgotten = journey('a person is forgotten', { alone: true, environment }, (open) => {
  let town: Town;
  let at: AtSite;
  beforeAll(async () => {
    town = open();
    at = new AtSite(town, await chargingSite(town));
  });

  const erasureOf = async (id: string): Promise<Data> =>
    (await town.must(`query ($id: ID!) { erasure(id: $id) { ${report} } }`, { id }))[
      'erasure'
    ] as Data;
  const reportsOf = async (id: string) => (await erasureOf(id))['contexts'] as Report[];
  const becomes = (id: string, status: string): Promise<Data> =>
    eventually(`the erasure is ${status}`, async () => {
      const erasure = await erasureOf(id);
      return erasure['status'] === status && erasure;
    });

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

  const waitsFor = (erasureId: string, ...kinds: readonly string[]) =>
    eventually(`the erasure waits for ${kinds.join(', ')}`, async () => {
      const open = (await reportsOf(erasureId)).flatMap((each) => each.open);
      return kinds.every((wanted) => open.some(({ kind }) => kind === wanted));
    });

  /** Staff takes care of an alert, and writes down whose vehicle it was about. */
  const staffWrites = async (registration: string): Promise<void> => {
    await at.fails('GroundFailure', 0, 1);
    const alert = await eventually('staff sees the alert', async () => {
      const { facility } = await town.must(
        'query ($id: ID!) { facility(id: $id) { alerts(first: 10) { edges { node { id kind } } } } }',
        { id: at.site.facilityId },
        at.site.operator,
      );
      const alerts = (facility.alerts.edges as { node: Data }[]).map(({ node }) => node);
      return alerts.find(({ kind }) => kind === 'DEVICE_UNHEALTHY') ?? false;
    });
    const resolved = await town.do(
      'resolveAlert',
      { alertId: alert['id'], reason: `${registration} had pulled at the cable.` },
      '',
      at.site.operator,
    );
    expect(resolved).toMatchObject({ __typename: 'AlertResolved' });
    await at.says('Available', 1);
  };

  /** The operator's books as they stand: every account, and that they add up. */
  const books = async (): Promise<Data> => {
    const { trialBalance } = await town.must(
      '{ trialBalance { lines { account chargeKind taxPercent balance { amount } } sums { amount } } }',
      {},
      at.site.operator,
    );
    return trialBalance as Data;
  };

  it('an erasure waits for all that is open, and then nobody knows the person any more', async () => {
    const somebody = await WellKnown.at(at, 'DD-ZQ 777', 'Zacharias Quint');
    const { person, names } = somebody;
    const reservation = await somebody.books();
    const stay = await at.arrives('DD-ZQ 777', 120);
    const session = await at.plugsIn(stay, 110);
    await at.reads(session, [110, 0], [80, 20_000]);
    await staffWrites('DD-ZQ 777');
    await somebody.isKnownIn(
      ...['accounts.account', 'accounts.customer', 'accounts.vehicle', 'accounts.payment_method'],
      ...['parking.parking_session', 'parking.vehicle', 'parking.outbox'],
      ...['charging.charging_session', 'charging.stay', 'charging.vehicle'],
      ...['billing.stay', 'billing.ownership', 'pricing.quote', 'operations.alert'],
      ...['reservations.reservation', 'reservations.vehicle', 'reservations.outbox'],
      ...['notifications.contact', 'notifications.notice', 'notifications.push_device'],
      ...['ACCOUNTS', 'PARKING', 'CHARGING', 'RESERVATIONS', 'NOTIFICATIONS'],
    );

    const erasureId = await asks(person);
    expect(await asks(person)).toBe(erasureId);
    await waitsFor(erasureId, 'PARKING_SESSION', 'CHARGING_SESSION', 'RESERVATION');
    expect(await somebody.callsOff(reservation['id'] as string)).toMatchObject({
      __typename: 'ReservationCancelled',
    });
    await at.unplugs(session, 80);
    await at.leaves(stay);
    await waitsFor(erasureId, 'INVOICE');
    const [invoice] = await at.billed(stay);
    expect((await erasureOf(erasureId))['status']).toBe('WAITING');
    // Until it begins the person sees everything, and afterwards no half of it.
    expect(await archiveOf(town, person)).toMatchObject({ status: 200 });

    // One context cannot write for a while: the others go ahead, the erasure waits for it, and it catches up.
    const letGo = await heldUp(town, 'notifications', 'forgetting');
    expect(await at.pays(invoice?.['id'] as string, somebody.token, person)).toMatchObject({
      __typename: 'PaymentReceived',
    });
    await becomes(erasureId, 'FORGETTING');
    await eventually('all others have forgotten', async () => {
      const left = (await reportsOf(erasureId)).filter(({ isDone }) => !isDone);
      return left.length === 1 && left[0]?.context === 'notifications';
    });
    const paid = await books();
    expect(paid['sums']).toEqual([{ amount: '0.00' }]);
    expect(await archiveOf(town, person)).toMatchObject({ status: 409, code: 'BEING_FORGOTTEN' });
    expect(await somebody.places()).toContain('notifications.contact');
    await letGo();

    const done = await becomes(erasureId, 'DONE');
    const reports = done['contexts'] as Report[];
    expect(reports.map(({ context }) => context)).toEqual(Object.keys(town.stack.databases).sort());
    expect(reports.every(({ isDone }) => isDone)).toBe(true);
    const found = reports.filter((each) => each.found.length > 0).map(({ context }) => context);
    expect(found).toEqual(
      expect.arrayContaining([
        ...['accounts', 'billing', 'charging', 'notifications', 'parking', 'pricing'],
        ...['reservations'],
      ]),
    );
    expect(await tracesOf(town, names)).toEqual([]);

    // What was sold and paid stands in the books as before.
    const [kept] = await at.billed(stay);
    expect(kept).toMatchObject({
      ...{ id: invoice?.['id'], number: invoice?.['number'], total: invoice?.['total'] },
      status: 'PAID',
    });
    expect(kept?.['registration']).not.toBe('DDZQ777');
    expect([person.customerId, null]).not.toContain(kept?.['customer'].id);
    expect(await books()).toEqual(paid);
    const again = await town.do('signIn', { ...person.login }, '');
    expect(again['__typename']).not.toBe('SignedIn');
  });

  it('a person fetches everything that every context knows of them as one archive, and nothing of anybody else', async () => {
    const other = await WellKnown.at(at, 'DD-ZO 3', 'Olga Other');
    const somebody = await WellKnown.at(at, 'DD-ZX 9', 'Xaver Archivar');
    const reservation = await somebody.books();
    const otherStay = await at.arrives('DD-ZO 3', 31, 0);
    const stay = await at.arrives('DD-ZX 9', 30, 1);
    const session = await at.plugsIn(stay, 29, 1);
    await at.reads(session, [29, 0], [10, 9_000]);
    await at.unplugs(session, 10);
    await at.leaves(stay);
    await at.leaves(otherStay);
    const [invoice] = await at.billed(stay);
    const [otherInvoice] = await at.billed(otherStay);
    await somebody.isKnownIn('notifications.notice', 'pricing.quote');
    await town.takenIn('parking', 'charging', 'reservations', 'billing');

    const archive = await archiveOf(town, somebody.person);
    expect(archive.status).toBe(200);
    const row = (place: string): Data | undefined => archive.rows.get(place)?.[0];
    expect(row('accounts.account')).toMatchObject({ display_name: 'Xaver Archivar' });
    expect(row('accounts.customer')).toMatchObject({ phone: somebody.phone });
    expect(row('accounts.vehicle')).toMatchObject({ registration_as_written: 'DD-ZX 9' });
    expect(row('parking.parking_session')).toMatchObject({ id: stay, registration: 'DDZX9' });
    expect(row('charging.charging_session')).toMatchObject({ id: session });
    expect(row('billing.invoice')).toMatchObject({
      ...{ id: invoice?.['id'], registration: 'DDZX9' },
    });
    expect(row('reservations.reservation')).toMatchObject({ id: reservation['id'] });
    expect(row('notifications.contact')).toMatchObject({ email: somebody.person.login?.email });
    const kinds = archive.rows.get('notifications.notice')?.map(({ kind }) => kind as string);
    expect(kinds).toEqual(expect.arrayContaining(['PARKED', 'LEFT', 'RESERVATION_CONFIRMED']));
    expect(archive.rows.get('pricing.quote')).toHaveLength(1);
    for (const context of Object.keys(town.stack.databases)) {
      expect(archive.index).toContain(`>${context}.json<`);
    }

    expect(archive.text).not.toMatch(/password_hash|invitation_hash/);
    const strangers = [...other.names, otherStay, otherInvoice?.['id'] as string];
    // Even one's own token of a card is a secret: who reads it could pay with it.
    for (const text of [...strangers, somebody.token]) expect(archive.text).not.toContain(text);

    expect(await archiveOf(town, at.site.operator)).toMatchObject({ status: 403 });
    const nobody = { credentials: {}, customerId: null };
    expect(await archiveOf(town, nobody)).toMatchObject({ status: 401 });
  });

  it('a wish to be forgotten can be taken back as long as it waits', async () => {
    const { person } = await WellKnown.at(at, 'DD-ZW 8', 'Wanda Weil');
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
