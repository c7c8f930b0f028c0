import { billingEvents, facilitiesEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant, driver, gate, tenantId } from '../support/actors.js';
import { expectConsistency } from '../support/invariants.js';
import { newKey, runParking, type RunningParking } from '../support/running.js';

describe('paying before the exit', () => {
  let parking: RunningParking;
  let now = new Date('2026-05-04T10:00:00Z');
  beforeAll(async () => {
    parking = await runParking({ clock: { now: () => now } });
  });
  afterAll(() => parking.stop());

  const minutesOn = (count: number) => new Date(now.getTime() + count * 60_000);

  let versions = 0;
  const setting = (scope: 'FACILITY' | 'TENANT', scopeId: string, key: string, value: unknown) =>
    parking.hears(
      facilitiesEvents.configChanged,
      { scope, scopeId, key, value } as never,
      (versions += 1),
    );

  /** A facility that wants to be paid before its exit opens, and a vehicle in it. */
  async function parkedAtPrepaid(registration: string) {
    const facilityId = await parking.carPark(3);
    await setting('FACILITY', facilityId, 'parking.exitPayment', 'PAY_PRIOR_TO_EXIT');
    const parked = await parking.park({ facilityId, registration });
    return { facilityId, sessionId: (parked['session'] as { id: string }).id };
  }

  const paid = (parkingSessionId: string | null, until: Date | null) =>
    parking.hears(billingEvents.invoicePaid, {
      invoiceId: newId(),
      tenantId,
      facilityId: null,
      customerId: null,
      parkingSessionId,
      passId: null,
      currency: 'EUR',
      totalMinor: 300,
      taxMinor: 48,
      paidAt: now.toISOString(),
      parkingPaidUntil: until?.toISOString() ?? null,
    });

  const exitOf = async (sessionId: string, actor = attendant) => {
    const seen = await parking.data<{ parkingSession: { exit: unknown } }>(
      'query ($id: ID!) { parkingSession(id: $id) { exit { payment paidUntil exitBy mayLeave } } }',
      { id: sessionId },
      actor,
    );
    return seen.parkingSession.exit;
  };

  it('keeps the exit closed until the stay is paid, and open for the grace', async () => {
    const { facilityId, sessionId } = await parkedAtPrepaid('PRE 1');
    expect(await exitOf(sessionId)).toEqual({
      payment: 'PAY_PRIOR_TO_EXIT',
      paidUntil: null,
      exitBy: null,
      mayLeave: false,
    });
    const key = newKey();
    expect(await parking.leave({ sessionId, idempotencyKey: key })).toMatchObject({
      __typename: 'PaymentRequired',
      reason: 'UNPAID',
      session: { id: sessionId },
    });

    const until = minutesOn(2);
    await paid(sessionId, until);
    await paid(sessionId, minutesOn(1));
    await paid(sessionId, null);
    await paid(null, minutesOn(60));
    now = minutesOn(18);
    expect(await parking.leave({ sessionId })).toMatchObject({
      reason: 'GRACE_OVER',
      paidUntil: until.toISOString(),
      exitBy: new Date(until.getTime() + 15 * 60_000).toISOString(),
    });

    await setting('FACILITY', facilityId, 'parking.exitGrace', 'PT16M');
    expect(await exitOf(sessionId)).toMatchObject({ mayLeave: true });
    // The same key as before: a refusal is not remembered.
    expect(await parking.leave({ sessionId, idempotencyKey: key })).toMatchObject({
      __typename: 'VehicleLeft',
      session: { end: 'LEFT' },
    });
    expect(await exitOf(sessionId)).toBeNull();
  });

  it('heeds the tenant where the facility says nothing, and the facility before it', async () => {
    const { facilityId, sessionId } = await parkedAtPrepaid('PRE 2');
    await setting('TENANT', tenantId, 'parking.exitPayment', 'PAY_AFTER_EXIT');
    await setting('TENANT', tenantId, 'parking.exitFreeMinutes', 5);
    expect(await exitOf(sessionId)).toMatchObject({
      payment: 'PAY_PRIOR_TO_EXIT',
      exitBy: minutesOn(5).toISOString(),
      mayLeave: true,
    });
    await setting('FACILITY', facilityId, 'parking.exitPayment', null);
    expect(await exitOf(sessionId)).toMatchObject({ payment: 'PAY_AFTER_EXIT', exitBy: null });
    await setting('TENANT', tenantId, 'parking.exitFreeMinutes', null);
  });

  it('lets staff open the exit with a reason, once and on record', async () => {
    const { sessionId } = await parkedAtPrepaid('PRE 3');
    const leaving = { sessionId, overrideReason: 'The machine is broken', idempotencyKey: 'open' };
    for (const actor of [gate, driver]) {
      expect(await parking.leave(leaving, actor)).toMatchObject({
        __typename: actor === gate ? 'NotPermitted' : 'NotFound',
      });
    }
    expect(await parking.leave({ ...leaving, overrideReason: '' }, attendant)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'overrideReason',
    });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => parking.leave(leaving, attendant)),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({ __typename: 'VehicleLeft', session: { id: sessionId } });
    }
    const events = (await parking.outbox()).filter(({ aggregate_id: id }) => id === sessionId);
    expect(events.map(({ type, aggregate_version: version }) => [type, version])).toEqual([
      ['parking.vehicle.parked.v1', 1],
      ['parking.vehicle.left.v1', 2],
      ['parking.session.corrected.v1', 3],
    ]);
    const trail = await parking.data(
      `query ($id: ID!) { parkingSession(id: $id) { corrections(first: 5) { edges { node {
        kind reason correctedBy } } } } }`,
      { id: sessionId },
      attendant,
    );
    expect(trail).toMatchObject({
      parkingSession: {
        corrections: {
          edges: [
            {
              node: {
                kind: 'EXIT_OPENED',
                reason: 'The machine is broken',
                correctedBy: attendant.id,
              },
            },
          ],
        },
      },
    });
    await expectConsistency(parking);
  });

  it('records nothing where the exit is open anyway', async () => {
    const { sessionId } = await parkedAtPrepaid('PRE 4');
    await paid(sessionId, now);
    const left = await parking.leave({ sessionId, overrideReason: 'To be sure' }, attendant);
    expect(left).toMatchObject({ __typename: 'VehicleLeft' });
    const events = (await parking.outbox()).filter(({ aggregate_id: id }) => id === sessionId);
    expect(events).toHaveLength(2);
  });

  it('counts what was paid of a session that became a part of another', async () => {
    const { facilityId, sessionId: earlier } = await parkedAtPrepaid('PRE 5');
    await paid(earlier, now);
    await parking.leave({ sessionId: earlier });
    const again = await parking.park({ facilityId, registration: 'PRE 5' });
    const { id: sessionId } = again['session'] as { id: string };
    await parking.mutate(
      'mergeSessions',
      { sessionId, absorbedSessionId: earlier, reason: 'Drove round once more' },
      attendant,
    );
    expect(await exitOf(sessionId)).toMatchObject({ paidUntil: now.toISOString() });
    await paid(earlier, minutesOn(30));
    expect(await exitOf(sessionId)).toMatchObject({ paidUntil: minutesOn(30).toISOString() });
  });
});
