import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, device, driver, operator, otherDevice, stranger } from '../support/actors.js';
import { runMetering, type RunningMetering } from '../support/metering.js';

let charging: RunningMetering;
beforeAll(async () => {
  charging = await runMetering();
});
afterAll(() => charging?.stop());

const begin = { minute: 0, wh: 50_000, context: 'TRANSACTION_BEGIN' };

describe('recordMeterReadings', () => {
  it('makes energy, charge and cost of readings, from where the register stood', async () => {
    const session = await charging.session();
    const answer = await session.reads([
      begin,
      { minute: 1, wh: 51_000, soc: 20, powerW: 60_000 },
      { minute: 2, wh: 52_000, soc: 21.5, powerW: 60_000 },
    ]);
    expect(answer).toMatchObject({ acceptedCount: 3, exceptions: [] });
    expect(await session.progress()).toMatchObject({
      status: 'ACTIVE',
      energyWh: 2_000,
      socPercent: 21.5,
      powerW: 60_000,
      cost: { currency: 'EUR', exclTax: '0.78', inclTax: '0.936' },
      isIdle: false,
    });
  });

  it('takes each reading once, however often and in whatever order it comes', async () => {
    const session = await charging.session();
    const all = [
      begin,
      ...[3, 1, 2, 5, 4].map((minute) => ({ minute, wh: 50_000 + minute * 500 })),
    ];
    await session.reads(all.slice(3));
    await session.reads(all.slice(0, 4));
    const answer = await session.reads(all);
    expect(answer).toMatchObject({ acceptedCount: 0, duplicateCount: 6 });
    expect(await session.progress()).toMatchObject({ energyWh: 2_500 });
    const [counted] = await charging.sql(
      'SELECT count(*)::int AS readings FROM meter_reading WHERE session_id = $1',
      [session.id],
    );
    expect(counted).toEqual({ readings: 6 });
  });

  it('rejects what contradicts, comes from the future or says nothing, and nothing else', async () => {
    const session = await charging.session();
    await session.reads([begin, { minute: 1, wh: 50_500, seqNo: 1 }]);
    const answer = await charging.record(
      session.told([
        { minute: 1, wh: 50_600, seqNo: 1 },
        { minute: 60, wh: 60_000 },
        { minute: 1 },
        { minute: 1, wh: -5 },
        { minute: 1.5, wh: 50_700 },
      ]),
    );
    expect(answer).toMatchObject({
      acceptedCount: 1,
      rejectedCount: 4,
      exceptions: [
        { index: 0, outcome: 'REJECTED', reason: 'CONTRADICTS_EARLIER' },
        { index: 1, outcome: 'REJECTED', reason: 'IN_THE_FUTURE' },
        { index: 2, outcome: 'REJECTED', reason: 'NO_VALUE' },
        { index: 3, outcome: 'REJECTED', reason: 'OUT_OF_RANGE' },
      ],
    });
    const unnamed = { at: charging.clock.now().toISOString(), registerWh: 1 };
    expect(await charging.record([unnamed])).toMatchObject({
      exceptions: [{ outcome: 'REJECTED', reason: 'UNNAMED' }],
    });
  });

  it('bounds a batch', async () => {
    const refused = { __typename: 'InvalidInput', field: 'readings' };
    expect(await charging.record([])).toMatchObject(refused);
    const one = { sessionId: newId(), at: charging.clock.now().toISOString(), registerWh: 1 };
    expect(await charging.record(Array.from({ length: 501 }, () => one))).toMatchObject(refused);
  });

  it('counts a register that began anew, and passes over one glitch', async () => {
    const session = await charging.session();
    await session.reads([begin, { minute: 1, wh: 51_000 }, { minute: 2, wh: 10 }]);
    expect(await session.progress()).toMatchObject({ energyWh: 1_000 });
    await session.reads([{ minute: 3, wh: 1_010 }]);
    expect(await session.progress()).toMatchObject({ energyWh: 2_010 });
    await session.reads([
      { minute: 4, wh: 0 },
      { minute: 5, wh: 2_010 },
    ]);
    expect(await session.progress()).toMatchObject({ energyWh: 3_010 });
  });

  it('takes in a backlog after newer readings', async () => {
    const session = await charging.session();
    await session.reads([{ minute: 30, wh: 62_000 }]);
    expect(await session.progress()).toMatchObject({ energyWh: 0 });
    await session.reads([begin, { minute: 10, wh: 54_000 }, { minute: 20, wh: 58_000 }]);
    expect(await session.progress()).toMatchObject({ energyWh: 12_000 });
  });

  it('keeps a batch without energy', async () => {
    const session = await charging.session();
    await session.reads([
      { minute: 1, soc: 33 },
      { minute: 2, soc: 34, powerW: 40_000 },
    ]);
    expect(await session.progress()).toMatchObject({
      status: 'PENDING',
      energyWh: 0,
      socPercent: 34,
      powerW: 40_000,
    });
  });

  it('finds the session by its connector, and by the device’s own transaction', async () => {
    const session = await charging.session({ transactionId: 'tx-1' });
    const { connectorId } = session;
    await session.reads([begin], { connectorId });
    await session.reads([{ minute: 1, wh: 51_000 }], { connectorId, transactionId: 'tx-1' });
    expect(await session.progress()).toMatchObject({ energyWh: 1_000 });
  });

  it('belongs to devices and staff', async () => {
    const session = await charging.session();
    const query = `mutation ($input: RecordMeterReadingsInput!) { recordMeterReadings(input: $input) { __typename } }`;
    const input = { readings: session.told([begin]) };
    const { errors } = await charging.ask(query, { input }, driver);
    expect(errors).toHaveLength(1);
    expect(await charging.record(session.told([begin]), operator)).toMatchObject({
      acceptedCount: 1,
    });
  });

  it('of two batches of one session at once loses nothing', async () => {
    const session = await charging.session();
    await session.reads([begin]);
    charging.clock.advance(60);
    const minutes = Array.from({ length: 60 }, (_, index) => index + 1);
    const batches = [0, 1, 2, 3].map((rest) =>
      session.told(
        minutes
          .filter((minute) => minute % 4 === rest)
          .map((minute) => ({ minute, wh: 50_000 + minute * 1_000 })),
      ),
    );
    const answers = await Promise.all(
      batches.flatMap((batch) => [charging.record(batch), charging.record(batch)]),
    );
    const of = (field: string) => answers.reduce((sum, answer) => sum + Number(answer[field]), 0);
    expect(of('acceptedCount')).toBe(60);
    expect(of('duplicateCount')).toBe(60);
    expect(await session.progress()).toMatchObject({ energyWh: 60_000 });
    const events = await session.events();
    expect(events.map((event) => event.aggregate_version)).toEqual(
      events.map((_, index) => index + 1),
    );
  });
});

describe('a reading of a session that is not known', () => {
  const aside = async (actor = operator) => {
    const query = `query { meterReadingsAside(first: 100) { totalCount
      edges { node { reason sessionId connectorId transactionId reading { registerWh } } } } }`;
    const { meterReadingsAside } = await charging.data<{
      meterReadingsAside: { totalCount: number; edges: { node: Record<string, unknown> }[] };
    }>(query, {}, actor);
    return meterReadingsAside;
  };

  it('is kept, seen by staff, and taken in when the session appears', async () => {
    const other = await charging.session();
    await other.unplugged(1);
    const names = { connectorId: other.connectorId, transactionId: 'offline-7' };
    const answer = await other.reads(
      [
        { minute: 2, wh: 70_000, context: 'TRANSACTION_BEGIN' },
        { minute: 5, wh: 73_000 },
      ],
      names,
    );
    const kept = { outcome: 'KEPT_ASIDE', reason: 'UNKNOWN_SESSION' };
    expect(answer).toMatchObject({ keptAsideCount: 2, exceptions: [kept, kept] });
    const seen = await aside();
    expect(seen.edges[0]?.node).toMatchObject({ transactionId: 'offline-7', sessionId: null });
    expect((await aside(stranger)).totalCount).toBe(0);

    const at = new Date(other.startedAt.getTime() + 2 * 60_000).toISOString();
    const input = { connectorId: other.connectorId, parkingSessionId: other.stay.sessionId };
    const begun = await charging.start({ ...input, transactionId: 'offline-7', at }, device);
    expect(begun).toMatchObject({ __typename: 'ChargingStarted' });
    const { id } = begun['session'] as { id: string };
    await expect
      .poll(async () => {
        const query = `query ($id: ID!) { chargingSession(id: $id) { progress { energyWh } } }`;
        const { chargingSession } = await charging.data<{
          chargingSession: { progress: { energyWh: number } };
        }>(query, { id });
        return chargingSession.progress.energyWh;
      })
      .toBe(3_000);
    const [left] = await charging.sql(
      `SELECT count(*)::int AS readings FROM meter_aside WHERE transaction_id = 'offline-7'`,
    );
    expect(left).toEqual({ readings: 0 });
  });

  it('is one of another tenant’s session, too', async () => {
    const session = await charging.session();
    const answer = await charging.record(session.told([begin]), otherDevice);
    expect(answer).toMatchObject({ keptAsideCount: 1 });
    expect(await session.progress()).toMatchObject({ energyWh: 0 });
    expect((await aside(admin)).totalCount).toBeGreaterThan(0);
  });

  it('is kept once, however often it is sent', async () => {
    const lost = { sessionId: newId(), at: charging.clock.now().toISOString(), registerWh: 5 };
    const before = (await aside()).totalCount;
    await charging.record([lost, lost]);
    await charging.record([lost]);
    expect((await aside()).totalCount).toBe(before + 1);
  });
});
