import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectConsistency } from '../support/invariants.js';
import {
  minutes,
  noon,
  period,
  planAssigned,
  ruleUpdated,
  sessionEnded,
  sessionStarted,
  stayCorrected,
  staySettled,
  town,
  vehicleLeft,
  vehicleLinked,
  vehicleParked,
} from '../support/heard.js';
import { runBilling, type RunningBilling } from '../support/running.js';

const iso = (at: Date) => at.toISOString();
const shape = ({ kind, status, total }: { kind: string; status: string; total: unknown }) => ({
  ...{ kind, status, total },
});
const euro = (amount: string) => ({ amount });
/** Those of this database that wait for somebody else's transaction. */
const waitingForUs = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('corrections', () => {
  let billing: RunningBilling;
  let count = 0;
  let stay = '';
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
  });
  beforeEach(() => {
    stay = `stay-${(count += 1)}`;
    billing.clock.set(minutes(300));
  });
  afterAll(() => billing.stop());

  const left = (registration = 'DDVP123', customerId: string | null = 'customer-one') => {
    const of = { registration, customerId };
    return [vehicleParked(stay, of), vehicleLeft(stay, minutes(90), of)];
  };

  it('bills another customer when the plate was misread', async () => {
    await billing.hears(...left());
    const after = { registration: 'DDVP124', customerId: 'customer-two' };
    const correction = stayCorrected(
      stay,
      'REGISTRATION',
      { ...after, status: 'CLOSED', leftAt: iso(minutes(90)) },
      3,
    );
    await billing.hears(correction);
    const [first, ...others] = await billing.documents(stay);
    expect(first).toMatchObject({ status: 'CANCELLED', customer: { id: 'customer-one' } });
    expect(others.map(shape)).toEqual(
      expect.arrayContaining([
        { kind: 'CREDIT_NOTE', status: 'ISSUED', total: euro('-4.00') },
        { kind: 'INVOICE', status: 'ISSUED', total: euro('4.00') },
      ]),
    );
    const anew = others.find(({ kind }) => kind === 'INVOICE');
    expect(anew).toMatchObject({
      customer: { id: 'customer-two' },
      registration: 'DDVP124',
      replaces: { id: first?.id },
    });
    expect(anew?.explanation.join(' ')).toContain('from DDVP123 to DDVP124');
    const note = others.find(({ kind }) => kind === 'CREDIT_NOTE');
    expect(note).toMatchObject({ customer: { id: 'customer-one' }, credits: { id: first?.id } });
    await expectConsistency(billing);
  });

  it('makes no documents when nothing that is billed changed', async () => {
    await billing.hears(...left());
    const after = { registration: 'DDVP125', status: 'CLOSED', leftAt: iso(minutes(90)) } as const;
    await billing.hears(stayCorrected(stay, 'REGISTRATION', after, 3));
    expect(await billing.documents(stay)).toHaveLength(1);
  });

  it('bills a lost ticket as a day and a fee', async () => {
    await billing.hears(...left());
    const after = { lostTicket: true, status: 'CLOSED', leftAt: iso(minutes(90)) } as const;
    await billing.hears(stayCorrected(stay, 'LOST_TICKET', after, 3));
    const anew = (await billing.documents(stay)).find(
      ({ kind, status }) => kind === 'INVOICE' && status === 'ISSUED',
    );
    expect(anew).toMatchObject({ total: euro('22.00') });
    expect(anew?.byKind).toEqual(
      expect.arrayContaining([
        { kind: 'PARKING', gross: euro('12.00') },
        { kind: 'PENALTY', gross: euro('10.00') },
      ]),
    );
    await expectConsistency(billing);
  });

  it('bills two stays that were one as one, and gives back what was billed before', async () => {
    const early = `${stay}-early`;
    const of = { registration: 'DDME1' };
    await billing.hears(
      vehicleParked(early, { ...of, enteredAt: iso(minutes(-120)) }),
      vehicleLeft(early, minutes(-60), of),
      vehicleParked(stay, of),
      vehicleLeft(stay, minutes(90), of),
    );
    expect((await billing.documents(early)).map(shape)).toEqual([
      { kind: 'INVOICE', status: 'ISSUED', total: euro('2.00') },
    ]);
    const closed = { registration: 'DDME1', status: 'CLOSED', leftAt: iso(minutes(90)) } as const;
    const from = stayCorrected(
      stay,
      'MERGED_FROM',
      { ...closed, enteredAt: iso(minutes(-120)) },
      3,
    );
    const into = stayCorrected(
      early,
      'MERGED_INTO',
      {
        ...{ registration: 'DDME1', status: 'MERGED', leftAt: null, mergedIntoId: stay },
        enteredAt: iso(minutes(-120)),
      },
      3,
      { before: { ...closed, leftAt: iso(minutes(-60)), enteredAt: iso(minutes(-120)) } },
    );
    await billing.hears(into, from);
    expect((await billing.documents(early)).map(shape)).toEqual([
      { kind: 'INVOICE', status: 'CANCELLED', total: euro('2.00') },
      { kind: 'CREDIT_NOTE', status: 'ISSUED', total: euro('-2.00') },
    ]);
    const [anew] = (await billing.documents(stay)).filter(
      ({ kind, status }) => kind === 'INVOICE' && status === 'ISSUED',
    );
    expect(anew).toMatchObject({ total: euro('8.00') });
    const merged = await billing.data(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ParkingSession { invoice { id } } } }`,
      { of: [{ __typename: 'ParkingSession', id: early }] },
    );
    expect(merged).toEqual({ _entities: [{ invoice: { id: anew?.id } }] });
    await expectConsistency(billing);
  });

  it('bills two stays as one also when they were merged while it waited for one of them', async () => {
    const early = `${stay}-early`;
    const of = { registration: 'DDME2' };
    const entered = { enteredAt: iso(minutes(-120)) };
    await billing.hears(
      vehicleParked(early, { ...of, ...entered }),
      vehicleLeft(early, minutes(-60), of),
      ...left(of.registration),
    );
    const closed = { ...of, ...entered, status: 'CLOSED', leftAt: iso(minutes(90)) } as const;
    const merged = { ...of, ...entered, status: 'MERGED', leftAt: null } as const;
    const into = { ...merged, mergedIntoId: stay };
    let rounds: Promise<unknown> = Promise.resolve();
    await billing.prisma.$transaction(async (held) => {
      await held.$queryRaw`SELECT 1 FROM visit WHERE id = ${stay} FOR UPDATE`;
      await billing.arrive(stayCorrected(stay, 'MERGED_FROM', closed, 3));
      rounds = billing.round();
      // This worker, and the context's own.
      await vi.waitFor(async () => expect(await billing.sql(waitingForUs)).toHaveLength(2), {
        timeout: 15_000,
        interval: 20,
      });
      await billing.arrive(stayCorrected(early, 'MERGED_INTO', into, 3));
    });
    await rounds;
    await billing.workedOff();
    const live = (await billing.documents(stay)).filter(
      ({ kind, status }) => kind === 'INVOICE' && status === 'ISSUED',
    );
    expect(live).toMatchObject([{ total: euro('8.00') }]);
    await expectConsistency(billing);
  });

  it('bills a forgotten session when staff closed it', async () => {
    await billing.hears(vehicleParked(stay));
    const closed = { status: 'CLOSED', leftAt: iso(minutes(61)) } as const;
    await billing.hears(
      stayCorrected(stay, 'FORGOTTEN', closed, 2),
      vehicleLeft(stay, minutes(61), {}, 3),
    );
    expect((await billing.documents(stay)).map(shape)).toEqual([
      { kind: 'INVOICE', status: 'ISSUED', total: euro('4.00') },
    ]);
  });

  it('bills charging anew when late readings changed it, and says line by line what', async () => {
    const of = { slotKind: 'EV', isElectric: true } as const;
    const at = { parkingSessionId: stay };
    const session = `session-of-${stay}`;
    await billing.hears(
      vehicleParked(stay, of),
      sessionStarted(session, at),
      sessionEnded(session, [period(0, 60, 'CHARGING', 20_000)], at),
      vehicleLeft(stay, minutes(90), of),
      staySettled(stay, [session]),
    );
    expect((await billing.documents(stay)).map(shape)).toEqual([
      { kind: 'INVOICE', status: 'ISSUED', total: euro('13.90') },
    ]);
    await billing.hears(
      sessionEnded(session, [period(0, 60, 'CHARGING', 21_000)], {
        ...{ ...at, revision: 2, version: 3 },
      }),
    );
    const anew = (await billing.documents(stay)).find(
      ({ kind, status }) => kind === 'INVOICE' && status === 'ISSUED',
    );
    expect(anew?.total).toEqual(euro('14.50'));
    const charged = await billing.data(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ChargingSession { invoice { id } } } }`,
      { of: [{ __typename: 'ChargingSession', id: session }] },
    );
    expect(charged).toEqual({ _entities: [{ invoice: { id: anew?.id } }] });
    expect(anew?.explanation).toEqual([
      expect.stringContaining('14.50 EUR instead of 13.90 EUR, a difference of 0.60 EUR'),
      expect.stringContaining('CHARGING'),
      expect.stringContaining('CHARGING'),
    ]);
    await expectConsistency(billing);
  });

  it('gives a stay to whom the vehicle was linked during it, also when that is heard of later', async () => {
    await billing.hears(...left('DDNEW1', null));
    expect(await billing.documents(stay)).toMatchObject([{ customer: null, status: 'ISSUED' }]);
    await billing.hears(vehicleLinked('vehicle-late', 'DDNEW1', 'customer-two', minutes(100)));
    expect(await billing.documents(stay)).toHaveLength(1);
    await billing.hears(vehicleLinked('vehicle-new', 'DDNEW1', 'customer-one', minutes(30)));
    const documents = await billing.documents(stay);
    expect(
      documents.find(({ status, kind }) => status === 'ISSUED' && kind === 'INVOICE'),
    ).toMatchObject({
      customer: { id: 'customer-one' },
      total: euro('4.00'),
    });
    await expectConsistency(billing);
  });

  it('leaves alone what was billed before a price was made', async () => {
    await billing.hears(...left());
    billing.clock.set(minutes(310));
    const made = { from: noon, madeAt: minutes(305) };
    await billing.hears(
      ruleUpdated('plan-new', { ...made, plan: { dailyMaximum: '1.00' } }),
      planAssigned('facility-one', 'plan-new', { id: 'assignment-z', ...made }),
    );
    expect(await billing.documents(stay)).toHaveLength(1);
  });
});
