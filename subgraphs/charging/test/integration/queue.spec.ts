import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facilitiesEvents } from '@voltpark/contracts';
import { attendant, otherDriver, stranger } from '../support/actors.js';
import { ccs, handClock, queueWords } from '../support/queue-words.js';
import { newKey, newRegistration, runCharging, type RunningCharging } from '../support/running.js';

describe('the queue for a charger', () => {
  const clock = handClock();
  let charging: RunningCharging;
  let words: ReturnType<typeof queueWords>;
  beforeAll(async () => {
    charging = await runCharging({ clock });
    words = queueWords(charging, clock);
  });
  afterAll(() => charging.stop());

  it('offers a free connector at once, and the next one in turn', async () => {
    const { facilityId, connectorIds, slotIds } = await words.station();
    const [ada, ben, cleo] = [
      await words.driverWith(),
      await words.driverWith(),
      await words.driverWith(),
    ];
    const first = await words.joined(facilityId, ada);
    expect(first).toMatchObject({
      status: 'OFFERED',
      position: null,
      snoozesLeft: 2,
      offer: {
        expiresAt: clock.on(3).toISOString(),
        keptUntil: null,
        connector: { id: connectorIds[0]?.[0], status: 'RESERVED' },
        slot: { id: slotIds[0] },
      },
    });
    const second = await words.joined(facilityId, ben);
    const third = await words.joined(facilityId, cleo);
    expect([second, third]).toMatchObject([
      { status: 'WAITING', position: 1, estimatedWait: 'PT50M' },
      { status: 'WAITING', position: 2, estimatedWait: 'PT1H40M' },
    ]);

    await words.leave(first.id, ada.actor);
    expect(await words.entryOf(second.id)).toMatchObject({ status: 'OFFERED' });
    expect(await words.entryOf(third.id)).toMatchObject({ position: 1 });
    expect(await words.typesOf(second.id)).toEqual([
      ['queue.position_changed', 1, 'WAITING'],
      ['queue.position_changed', 2, 'OFFERED'],
    ]);
    await words.expectSound();
  });

  it('refuses with what the caller needs', async () => {
    const { facilityId, connectorIds } = await words.station();
    const ada = await words.driverWith();
    const entry = await words.joined(facilityId, ada);
    expect(await words.join(facilityId, ada)).toMatchObject({
      __typename: 'AlreadyQueued',
      entry: { id: entry.id },
    });
    expect(await words.join(facilityId, { ...ada, actor: otherDriver })).toMatchObject({
      __typename: 'NotPermitted',
    });
    const ben = await words.driverWith();
    expect(await words.join(facilityId, ben, { connectorTypes: ['CHADEMO'] })).toMatchObject({
      __typename: 'NoCompatibleConnector',
      connectorTypes: [ccs, 'IEC_62196_T2'],
    });
    expect(await words.join('nowhere', ben)).toMatchObject({
      __typename: 'NotFound',
      entity: 'Facility',
    });
    expect(await words.join(facilityId, { ...ben, registration: '!' })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'registration',
    });
    const unknown = { registration: newRegistration(), actor: attendant };
    expect(await words.join(facilityId, unknown)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'connectorTypes',
    });
    expect(await words.join(facilityId, unknown, { connectorTypes: [ccs] })).toMatchObject({
      __typename: 'ChargingQueueJoined',
    });
    expect(await words.join(facilityId, { ...unknown, actor: stranger })).toMatchObject({
      __typename: 'NotPermitted',
    });
    for (const actor of [otherDriver, stranger]) {
      expect(await words.entryOf(entry.id, actor)).toBeNull();
      expect(await words.accept(entry.offer?.id ?? '', actor)).toMatchObject({
        __typename: 'NotFound',
      });
      expect(await words.leave(entry.id, actor)).toMatchObject({ __typename: 'NotFound' });
    }
    await words.leave(entry.id, ada.actor);
    expect(await words.accept(entry.offer?.id ?? '', ada.actor)).toMatchObject({
      __typename: 'OfferGone',
      status: 'LEFT',
    });
    expect(connectorIds).toHaveLength(1);
  });

  it('is closed where the facility says so', async () => {
    const { facilityId } = await words.station();
    const setting = { scope: 'FACILITY', scopeId: facilityId, key: 'feature.chargingQueue' };
    await charging.hears(facilitiesEvents.configChanged, { ...setting, value: false } as never);
    expect(await words.join(facilityId, await words.driverWith())).toMatchObject({
      __typename: 'ChargingQueueClosed',
    });
  });

  it('joins once under a key', async () => {
    const { facilityId } = await words.station();
    const ada = await words.driverWith();
    const idempotencyKey = newKey();
    const [one, two] = await Promise.all([
      words.join(facilityId, ada, { idempotencyKey }),
      words.join(facilityId, ada, { idempotencyKey }),
    ]);
    expect(one).toEqual(two);
    const ben = await words.driverWith();
    const at = await Promise.all(Array.from({ length: 5 }, () => words.join(facilityId, ben)));
    expect(at.filter(({ __typename }) => __typename === 'ChargingQueueJoined')).toHaveLength(1);
    await words.expectSound();
  });
});
