import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { AtSite, chargingSite, heardWhile, type ChargingSite } from '../support/charging.js';
import { eventually } from '../support/eventually.js';
import { listen } from '../support/published.js';
import { once, type Town, type Person } from '../support/town.js';

export const plugToPaid = journey('from plug to paid invoice', (open) => {
  let town: Town;
  let site: ChargingSite;
  let at: AtSite;
  let driver: Person;
  /** A driver with an electric car of which the contexts know. */
  const driverOf = (registration: string): Promise<Person> =>
    town.driver(registration, {
      isElectric: true,
      connectorTypes: ['IEC_62196_T2_COMBO'],
      batteryWh: 58_000,
    });
  beforeAll(async () => {
    town = open();
    site = await chargingSite(town, { exitPayment: 'PAY_PRIOR_TO_EXIT' });
    at = new AtSite(town, site);
    driver = await driverOf('DD-EV 1');
  });

  it('EV parks → proposal → charge with live progress → SoC notice → idle fee → leave → one invoice → declined, then paid → exit opens', async () => {
    const stay = await at.arrives('DD-EV 1', 120);
    const proposal = await eventually('the driver is offered to charge', async () => {
      const { chargingProposal } = await town.must(
        `query ($id: ID!) { chargingProposal(parkingSessionId: $id) { id status connectors { id } } }`,
        { id: stay },
        driver,
      );
      return chargingProposal;
    });
    expect(proposal).toMatchObject({
      status: 'OPEN',
      connectors: [{ id: site.chargers[0]?.connectorId }],
    });

    const session = await at.plugsIn(stay, 115);
    const published = await listen(town.stack.natsUrl, 'charging');
    const board = at.follows(session, driver);
    await board.until((data) => data['chargeProgress'].kind === 'SNAPSHOT');
    // Half an hour of charging, then a quarter of an hour and more of standing at the plug.
    await at.reads(session, [115, 1_000_000, 40], [100, 1_012_000, 65], [85, 1_020_000, 81]);
    const charged = await board.until((data) => data['chargeProgress'].energyWh === 20_000);
    expect(charged['chargeProgress']).toMatchObject({
      status: 'ACTIVE',
      socPercent: 81,
      cost: { currency: 'EUR', exclTax: '10.00', inclTax: '11.90' },
      session: { station: { name: 'Fast' } },
    });
    expect(await published.heard('charging.soc.threshold_reached.v1', session)).toMatchObject({
      thresholdPercent: 80,
      socPercent: 81,
      customerId: driver.customerId,
    });
    await published.close();
    await at.reads(session, [70, 1_020_000, 81], [55, 1_020_000, 81]);
    const idle = await board.until((data) => data['chargeProgress'].isIdle);
    expect(idle['chargeProgress'].cost.exclTax).toBe('13.00');

    // The exit wants to see money first; the bill comes when charging is over.
    expect(await at.leaves(stay)).toMatchObject({
      __typename: 'PaymentRequired',
      reason: 'UNPAID',
    });
    expect(await at.unplugs(session, 55)).toMatchObject({
      __typename: 'ChargingStopped',
      session: { status: 'COMPLETED' },
    });
    const last = await board.until((data) => data['chargeProgress'].endedAt !== null);
    expect(last['chargeProgress']).toMatchObject({
      status: 'COMPLETED',
      energyWh: 20_000,
      cost: { exclTax: '13.00' },
    });
    await board.close();

    const settled = await at.settles(stay, driver);
    expect(settled).toMatchObject({ __typename: 'StaySettled' });
    const { invoice } = settled;
    const sum = (kind: string) =>
      (invoice.lines as { kind: string; inclTax: string }[])
        .filter((line) => line.kind === kind)
        .reduce((total, { inclTax }) => total + Number(inclTax), 0);
    expect(sum('CHARGING')).toBeCloseTo(11.9, 6);
    expect(sum('IDLE')).toBeCloseTo(3.57, 6);
    // The third hour has begun, so three are paid for; the hour of charging and idling within the first two is not.
    expect(sum('PARKING')).toBeCloseTo(4, 6);
    expect(invoice.total).toEqual({ amount: '19.47', currency: 'EUR' });

    expect(await at.pays(invoice.id, 'tok_declined', driver)).toMatchObject({
      __typename: 'PaymentDeclined',
    });
    expect(await at.leaves(stay)).toMatchObject({ __typename: 'PaymentRequired' });
    expect(await at.pays(invoice.id, 'tok_ok', driver)).toMatchObject({
      __typename: 'PaymentReceived',
      payment: { status: 'CAPTURED', captured: { amount: invoice.total.amount } },
    });
    const left = await heardWhile(['PaymentRequired'], 'the exit opens', () => at.leaves(stay));
    expect(left).toMatchObject({ __typename: 'VehicleLeft' });

    const documents = await at.billed(stay);
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      kind: 'INVOICE',
      status: 'PAID',
      owed: { amount: '0.00' },
    });
  });

  it('a driver takes the offer in the app, and sees the session go on from any cursor', async () => {
    const other = await driverOf('DD-EV 2');
    const stay = await at.arrives('DD-EV 2', 0);
    const proposal = await eventually('the driver is offered to charge', async () => {
      const { chargingProposal } = await town.must(
        `query ($id: ID!) { chargingProposal(parkingSessionId: $id) { id } }`,
        { id: stay },
        other,
      );
      return chargingProposal;
    });
    const accepted = await town.do(
      'acceptProposal',
      { proposalId: proposal.id, targets: { socPercent: 80 }, idempotencyKey: once() },
      '... on ChargingStarted { session { id status } }',
      other,
    );
    expect(accepted).toMatchObject({ __typename: 'ChargingStarted' });
    const session = accepted['session'].id as string;
    const board = at.follows(session, other);
    const first = await board.until((data) => data['chargeProgress'].kind === 'SNAPSHOT');
    await at.reads(session, [0, 500, 50]);
    await board.close();
    const again = at.follows(session, other, first['chargeProgress'].cursor as string);
    const { chargeProgress } = await again.until(
      (data) => data['chargeProgress'].socPercent === 50,
    );
    expect(chargeProgress).toMatchObject({ kind: 'CHANGE', session: { id: session } });
    await again.close();

    const stranger = await town.driver();
    const { chargingSession } = await town.must(
      `query ($id: ID!) { chargingSession(id: $id) { id } }`,
      { id: session },
      stranger,
    );
    expect(chargingSession).toBeNull();
  });
});
