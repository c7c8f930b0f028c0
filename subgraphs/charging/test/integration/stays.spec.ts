import { parkingEvents, type DataOf } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, driver, otherDriver, stranger, tenantId } from '../support/actors.js';
import { newKey, runCharging, type RunningCharging } from '../support/running.js';

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging();
});
afterAll(() => charging.stop());

type Stay = DataOf<typeof parkingEvents.vehicleParked>;

const settled = async (stay: Stay) =>
  (await charging.outbox(stay.sessionId)).filter(({ type }) => type === 'charging.stay.settled.v1');

/** A vehicle stands at a slot without having begun to charge. */
async function parked(words: Partial<Stay> = {}) {
  const { facilityId, slotIds, connectorIds, stationId } = await charging.station();
  const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '', ...words });
  return {
    stay,
    stationId,
    facilityId,
    slotId: slotIds[0] ?? '',
    connectorIds: connectorIds[0] ?? [],
  };
}

describe('leaving', () => {
  it('ends the open session at that moment and settles the stay, in this order', async () => {
    const { stay, sessionId, connectorId } = await charging.charging();
    await charging.flows(sessionId);
    const leftAt = new Date(Date.now() + 1_000);
    await charging.leaves(stay, leftAt);
    expect(await charging.session(sessionId)).toMatchObject({
      status: 'COMPLETED',
      stopReason: 'LEFT',
      endedAt: leftAt.toISOString(),
    });
    expect(await charging.connector(connectorId)).toEqual({
      status: 'AVAILABLE',
      session_id: null,
    });
    const told = (await charging.outbox()).filter(({ aggregate_id: id }) =>
      [sessionId, stay.sessionId].includes(id),
    );
    expect(told.map(({ type }) => type).slice(-2)).toEqual([
      'charging.session.completed.v1',
      'charging.stay.settled.v1',
    ]);
    expect(await settled(stay)).toMatchObject([
      { aggregate_version: 1, data: { sessionIds: [sessionId], tenantId } },
    ]);
  });

  it('keeps the reason for which charging was stopped before', async () => {
    const { stay, sessionId } = await charging.charging();
    await charging.flows(sessionId);
    await charging.stopCharging(sessionId);
    await charging.leaves(stay);
    expect(await charging.session(sessionId)).toMatchObject({
      status: 'COMPLETED',
      stopReason: 'REQUESTED',
    });
  });

  it('settles a stay in an EV slot without sessions, and none in other slots', async () => {
    const { stay } = await parked();
    await charging.leaves(stay);
    expect(await settled(stay)).toMatchObject([{ data: { sessionIds: [] } }]);
    const other = (await parked({ slotKind: 'ICE', isElectric: false })).stay;
    await charging.leaves(other);
    expect(await settled(other)).toEqual([]);
  });

  it('is heard once, however often it is told', async () => {
    const { stay, sessionId } = await charging.charging();
    await charging.leaves(stay);
    await charging.leaves(stay);
    await charging.leaves(stay, new Date(), 3);
    expect(await settled(stay)).toHaveLength(1);
    const ends = (await charging.outbox(sessionId)).filter(({ type }) =>
      type.startsWith('charging.session.completed'),
    );
    expect(ends).toHaveLength(1);
  });

  it('tells all sessions of the stay', async () => {
    const { stay, sessionId, connectorId } = await charging.charging();
    await charging.flows(sessionId);
    await charging.reports(connectorId, 'Available');
    const again = await charging.start({ connectorId, parkingSessionId: stay.sessionId });
    const second = (again['session'] as { id: string }).id;
    await charging.leaves(stay);
    expect(await settled(stay)).toMatchObject([{ data: { sessionIds: [sessionId, second] } }]);
  });

  it('before a session began by its own clock ends it when it began', async () => {
    const { stay, sessionId } = await charging.charging();
    await charging.leaves(stay, new Date(Date.now() - 30_000));
    const session = await charging.session(sessionId);
    expect(session?.['endedAt']).toBe(session?.['startedAt']);
  });
});

describe('of leaving, stopping and unplugging at once', () => {
  it('one ends the session', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { stay, sessionId, connectorId } = await charging.charging();
      await charging.flows(sessionId);
      const [, ...answers] = await Promise.all([
        charging.leaves(stay),
        charging.stopCharging(sessionId),
        charging.stopCharging(sessionId, { meterWh: 10_000 }, device),
        charging.reports(connectorId, 'Available'),
        charging.stopCharging(sessionId, { reason: 'UNPLUGGED' }, device),
      ]);
      const known = ['ChargingStopped', 'ChargingSessionEnded', 'ConnectorStatusReported'];
      for (const { __typename } of answers) expect(known).toContain(__typename);
      const told = await charging.outbox(sessionId);
      const ends = told.filter(({ type }) => /session\.(completed|interrupted)/.test(type));
      expect(ends).toHaveLength(1);
      expect(told.map((row) => row.aggregate_version)).toEqual(told.map((_, index) => index + 1));
      expect(await settled(stay)).toHaveLength(1);
      expect(await charging.connector(connectorId)).toEqual({
        status: 'AVAILABLE',
        session_id: null,
      });
    }
  }, 60_000);

  it('a start and a leaving leave no session behind', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { stay, connectorIds } = await parked();
      const [result] = await Promise.all([
        charging.start({ connectorId: connectorIds[0], parkingSessionId: stay.sessionId }),
        charging.leaves(stay),
      ]);
      expect(['ChargingStarted', 'VehicleNotParked']).toContain(result.__typename);
      const open = await charging.sql(
        'SELECT id FROM charging_session WHERE parking_session_id = $1 AND ended_at IS NULL',
        [stay.sessionId],
      );
      expect(open).toEqual([]);
      const begun = result.__typename === 'ChargingStarted' ? 1 : 0;
      const [settlement] = await settled(stay);
      expect(settlement?.data['sessionIds']).toHaveLength(begun);
    }
  }, 60_000);
});

describe('a correction of a stay', () => {
  const correct = (stay: Stay, after: object, kind = 'REGISTRATION', version = 2) => {
    const before = {
      registration: stay.registration,
      customerId: stay.customerId,
      status: 'OPEN' as const,
      enteredAt: stay.enteredAt,
      leftAt: null,
      lostTicket: false,
      mergedIntoId: null,
    };
    return charging.hears(
      parkingEvents.sessionCorrected,
      {
        sessionId: stay.sessionId,
        facilityId: stay.facilityId,
        tenantId: stay.tenantId,
        correctionId: `correction-${version}`,
        kind: kind as 'REGISTRATION',
        before,
        after: { ...before, ...after },
        otherSessionId: null,
        reason: 'The camera read it wrong.',
        correctedBy: 'attendant',
        correctedAt: new Date().toISOString(),
      },
      version,
    );
  };

  it('gives an open session to whose it is, and what is told next says so', async () => {
    const { stay, sessionId } = await charging.charging();
    const right = { registration: 'RIGHT1', customerId: 'customer-two' };
    await correct(stay, right);
    expect(await charging.session(sessionId, driver)).toBeNull();
    expect(await charging.session(sessionId, otherDriver)).toMatchObject({
      registration: 'RIGHT1',
    });
    await charging.leaves({ ...stay, ...right }, new Date(), 3);
    expect((await charging.outbox(sessionId)).at(-1)).toMatchObject({
      type: 'charging.session.completed.v1',
      data: { registration: 'RIGHT1', customerId: 'customer-two' },
    });
  });

  it('after the end gives the session another record', async () => {
    const { stay, sessionId } = await charging.charging();
    await charging.leaves(stay);
    const right = { registration: 'RIGHT2', customerId: 'customer-two' };
    await correct(stay, right, 'REGISTRATION', 3);
    await correct(stay, right, 'REGISTRATION', 3);
    const corrections = (await charging.outbox(sessionId)).slice(2);
    expect(corrections).toMatchObject([
      {
        type: 'charging.session.corrected.v1',
        aggregate_version: 3,
        data: { revision: 2, ...right, reason: 'The camera read it wrong.' },
      },
    ]);
    expect(await settled(stay)).toHaveLength(1);
  });

  it('that concerns neither vehicle nor owner leaves sessions alone', async () => {
    const { stay, sessionId } = await charging.charging();
    await charging.leaves(stay);
    await correct(stay, { mergedIntoId: 'another' }, 'MERGED_INTO', 3);
    expect(await charging.outbox(sessionId)).toHaveLength(2);
  });

  it('that makes it a part of another shows its sessions there too', async () => {
    const { stay, sessionId } = await charging.charging();
    await charging.leaves(stay);
    const whole = (await parked({ registration: stay.registration })).stay;
    await correct(stay, { mergedIntoId: whole.sessionId }, 'MERGED_INTO', 3);
    const { chargingSessions } = await charging.data<{ chargingSessions: { edges: unknown[] } }>(
      `query ($id: ID!) { chargingSessions(parkingSessionId: $id, first: 5) {
         edges { node { id } } } }`,
      { id: whole.sessionId },
    );
    expect(chargingSessions.edges).toEqual([{ node: { id: sessionId } }]);
  });

  it('of a stay that is not known yet waits', async () => {
    const { stay } = await parked();
    await expect(correct({ ...stay, sessionId: 'not-yet' }, {})).rejects.toThrow('not known yet');
  });
});

describe('an offer to charge', () => {
  const fields = `id status registration expiresAt connectors { id } session { id }`;
  const ofStay = async (stay: Stay, actor = driver) => {
    const answered = await charging.data<{
      chargingProposal: { id: string; status: string; connectors: { id: string }[] } | null;
    }>(
      `query ($id: ID!) { chargingProposal(parkingSessionId: $id) { ${fields} } }`,
      { id: stay.sessionId },
      actor,
    );
    return answered.chargingProposal;
  };
  const accept = (input: object, actor = driver) =>
    charging.mutate(
      'acceptProposal',
      { idempotencyKey: newKey(), ...input },
      actor,
      `${charging.startFields} ... on ProposalClosed { proposalStatus: status }`,
    );
  const decline = async (id: string, actor = driver) => {
    const answered = await charging.data<{ declineProposal: { __typename: string } }>(
      `mutation ($id: ID!) { declineProposal(id: $id) { __typename
         ... on ProposalDeclined { proposal { status } } ... on ProposalClosed { status } } }`,
      { id },
      actor,
    );
    return answered.declineProposal;
  };

  it('is made to an electric vehicle that parks at a free connector, and told of', async () => {
    const { stay, connectorIds } = await parked();
    const proposal = await ofStay(stay);
    expect(proposal).toMatchObject({ status: 'OPEN', registration: stay.registration });
    expect(proposal?.connectors.map(({ id }) => id)).toEqual(connectorIds);
    expect(await charging.outbox(proposal?.id)).toMatchObject([
      {
        type: 'charging.session.proposed.v1',
        aggregate_version: 1,
        data: { parkingSessionId: stay.sessionId, connectorIds },
      },
    ]);
  });

  it('names the connectors that fit, where that is known', async () => {
    const { facilityId, slotIds, connectorIds } = await charging.station();
    const registration = `FITS${newKey().slice(4)}`;
    await charging.vehicle({ registration, connectorTypes: ['IEC_62196_T2'] });
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '', registration });
    expect((await ofStay(stay))?.connectors).toEqual([{ id: connectorIds[0]?.[1] }]);
  });

  it('is not made to others, elsewhere, or where nothing is free', async () => {
    expect(await ofStay((await parked({ isElectric: false })).stay)).toBeNull();
    expect(await ofStay((await parked({ slotKind: 'ICE' })).stay)).toBeNull();
    expect(await ofStay((await parked({ slotId: 'without-charger' })).stay)).toBeNull();
    const { facilityId, slotIds, connectorIds } = await charging.station();
    for (const id of connectorIds[0] ?? []) await charging.reports(id, 'Faulted');
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    expect(await ofStay(stay)).toBeNull();
  });

  it('begins a session when it is accepted, once', async () => {
    const { stay, connectorIds } = await parked();
    const proposal = await ofStay(stay);
    const input = {
      proposalId: proposal?.id,
      connectorId: connectorIds[1],
      targets: { socPercent: 90 },
    };
    const key = { idempotencyKey: newKey() };
    const first = await accept({ ...input, ...key });
    expect(first).toMatchObject({ __typename: 'ChargingStarted' });
    expect(await accept({ ...input, ...key })).toEqual(first);
    expect(await accept(input)).toMatchObject({
      __typename: 'ProposalClosed',
      proposalStatus: 'ACCEPTED',
    });
    expect(await ofStay(stay)).toMatchObject({
      status: 'ACCEPTED',
      session: { id: (first['session'] as { id: string }).id },
    });
  });

  it('is accepted by whoever begins a session of the stay in another way', async () => {
    const { stay } = await charging.charging();
    expect(await ofStay(stay)).toMatchObject({ status: 'ACCEPTED' });
  });

  it('is turned down, once and for all', async () => {
    const { stay } = await parked();
    const { id = '' } = (await ofStay(stay)) ?? {};
    expect(await decline(id)).toMatchObject({ proposal: { status: 'DECLINED' } });
    expect(await decline(id)).toMatchObject({ proposal: { status: 'DECLINED' } });
    expect(await accept({ proposalId: id })).toMatchObject({ proposalStatus: 'DECLINED' });
  });

  it('is withdrawn when the vehicle leaves', async () => {
    const { stay } = await parked();
    await charging.leaves(stay);
    const proposal = await ofStay(stay);
    expect(proposal).toMatchObject({ status: 'WITHDRAWN' });
    expect(await decline(proposal?.id ?? '')).toMatchObject({ __typename: 'ProposalClosed' });
  });

  it('is for its driver and the staff there', async () => {
    const { stay } = await parked();
    const proposal = await ofStay(stay);
    for (const other of [otherDriver, stranger]) {
      expect(await ofStay(stay, other)).toBeNull();
      const input = { proposalId: proposal?.id };
      expect(await accept(input, other)).toMatchObject({ __typename: 'NotFound' });
      expect(await decline(proposal?.id ?? '', other)).toMatchObject({ __typename: 'NotFound' });
    }
    expect(await accept({ proposalId: proposal?.id, connectorId: 'another' })).toMatchObject({
      __typename: 'InvalidInput',
    });
  });

  it('is in the list of those that stand', async () => {
    const { stay, facilityId } = await parked();
    const query = `query ($facilityId: ID!, $open: Boolean) {
      chargingProposals(facilityId: $facilityId, open: $open, first: 10) { edges { node { id } } } }`;
    const list = (open: boolean | null) =>
      charging.data<{ chargingProposals: { edges: unknown[] } }>(query, { facilityId, open });
    expect((await list(true)).chargingProposals.edges).toHaveLength(1);
    await decline((await ofStay(stay))?.id ?? '');
    expect((await list(true)).chargingProposals.edges).toEqual([]);
    expect((await list(null)).chargingProposals.edges).toHaveLength(1);
  });
});
