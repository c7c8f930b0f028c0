import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant } from '../support/actors.js';
import { handClock, queueWords } from '../support/queue-words.js';
import { runCharging, type RunningCharging } from '../support/running.js';

describe('offers of the queue', () => {
  const clock = handClock();
  let charging: RunningCharging;
  let words: ReturnType<typeof queueWords>;
  beforeAll(async () => {
    charging = await runCharging({ clock });
    words = queueWords(charging, clock);
  });
  afterAll(() => charging.stop());

  it('keeps what was taken until the vehicle charges', async () => {
    const { facilityId, connectorIds, slotIds } = await words.station();
    const [connectorId = ''] = connectorIds[0] ?? [];
    const [slotId = ''] = slotIds;
    const ada = await words.driverWith();
    const entry = await words.joined(facilityId, ada);
    const offerId = entry.offer?.id ?? '';
    const taken = await words.accept(offerId, ada.actor);
    expect(taken).toMatchObject({
      __typename: 'OfferAccepted',
      entry: {
        status: 'TAKEN',
        offer: { keptUntil: clock.on(15).toISOString(), isSlotKept: false },
      },
    });
    expect(await words.accept(offerId, ada.actor)).toMatchObject({ __typename: 'OfferAccepted' });
    expect(await words.typesOf(entry.id)).toEqual([
      ['queue.position_changed', 1, 'OFFERED'],
      ['offer.taken', 2, null],
      ['queue.position_changed', 3, 'TAKEN'],
    ]);
    await words.parkingSays('held', offerId, { facilityId, registration: ada.registration });
    expect(await words.entryOf(entry.id)).toMatchObject({ offer: { isSlotKept: true } });

    const ben = await words.driverWith();
    const walkIn = await charging.parks({ facilityId, slotId, registration: ben.registration });
    expect(
      await charging.start({ connectorId, parkingSessionId: walkIn.sessionId }, attendant),
    ).toMatchObject({
      __typename: 'ConnectorReserved',
    });
    await charging.leaves(walkIn);

    const stay = await charging.parks({ facilityId, slotId, registration: ada.registration });
    await words.parkingSays('arrived', offerId, { facilityId, registration: ada.registration });
    const fulfilled = await words.until(entry.id, 'FULFILLED', async () => {
      const begun = await charging.start(
        { connectorId, parkingSessionId: stay.sessionId },
        attendant,
      );
      expect(begun).toMatchObject({ __typename: 'ChargingStarted' });
    });
    expect(fulfilled).toMatchObject({ status: 'FULFILLED', offer: null, position: null });
    const told = await words.typesOf(entry.id);
    expect(told.slice(-2)).toEqual([
      ['offer.released', told.length - 1, 'FULFILLED'],
      ['queue.position_changed', told.length, 'FULFILLED'],
    ]);
    await words.expectSound();
  });

  it('offers the slot that nobody came for, and not while it is kept for a reservation', async () => {
    const { facilityId, slotIds } = await words.station();
    const [slotId = ''] = slotIds;
    const until = clock.on(30).toISOString();
    const reserved = {
      facilityId,
      slotId,
      registration: 'RS1',
      until,
      kind: 'RESERVATION',
    } as const;
    // Kept before anybody waited: there was no queue yet.
    await words.parkingSays('held', 'booking-one', reserved);
    const ada = await words.driverWith();
    const entry = await words.joined(facilityId, ada);
    expect(entry).toMatchObject({ status: 'WAITING', position: 1, offer: null });
    await words.until(entry.id, 'OFFERED', () =>
      words.parkingSays('expired', 'booking-one', reserved),
    );
    expect(await words.entryOf(entry.id)).toMatchObject({ offer: { slot: { id: slotId } } });
    await words.expectSound();
  });

  it('goes on by itself: nobody answers, nobody comes, a snooze ends', async () => {
    const { facilityId } = await words.station();
    const [ada, ben, cleo] = [
      await words.driverWith(),
      await words.driverWith(),
      await words.driverWith(),
    ];
    const first = await words.joined(facilityId, ada);
    const second = await words.joined(facilityId, ben);
    const third = await words.joined(facilityId, cleo);
    expect(await words.snooze(first.offer?.id ?? '', ada.actor, 5)).toMatchObject({
      entry: { status: 'SNOOZED', position: 1, snoozesLeft: 1 },
    });
    // Ben does not answer; then Ada is first again, and takes it, and does not come; then it is Cleo's.
    await words.until(second.id, 'EXPIRED', () => {
      clock.set(clock.on(3));
    });
    expect(await words.entryOf(third.id)).toMatchObject({ status: 'OFFERED' });
    await words.snooze((await words.entryOf(third.id))?.offer?.id ?? '', cleo.actor, 60);
    const again = await words.until(first.id, 'OFFERED', () => {
      clock.set(clock.on(2));
    });
    await words.accept(again.offer?.id ?? '', ada.actor);
    await words.until(first.id, 'EXPIRED', () => {
      clock.set(clock.on(15));
    });
    expect(await words.entryOf(third.id)).toMatchObject({ status: 'SNOOZED', position: 1 });
    await words.until(third.id, 'OFFERED', () => {
      clock.set(clock.on(60));
    });
    await words.expectSound();
  });

  it('gives the place back when parking refuses the slot, and offers another', async () => {
    const { facilityId, connectorIds } = await words.station(2);
    const ada = await words.driverWith();
    const entry = await words.joined(facilityId, ada);
    const offerId = entry.offer?.id ?? '';
    await words.accept(offerId, ada.actor);
    await words.parkingSays('refused', offerId, { facilityId, registration: ada.registration });
    const next = await words.entryOf(entry.id);
    expect(next).toMatchObject({ status: 'OFFERED', registration: ada.registration });
    expect(next?.offer?.id).not.toBe(offerId);
    const ids = connectorIds.map(([id]) => id);
    expect(ids.toSorted()).toEqual(
      [entry.offer?.connector.id, next?.offer?.connector.id].toSorted(),
    );
    // Said again, it is about an offer that is over.
    await words.parkingSays('refused', offerId, { facilityId, registration: ada.registration });
    expect((await words.entryOf(entry.id))?.offer?.id).toBe(next?.offer?.id);
    await words.expectSound();
  });

  it('withdraws an offer whose connector breaks, by the event of the connector', async () => {
    const { facilityId, connectorIds } = await words.station();
    const [connectorId = ''] = connectorIds[0] ?? [];
    const ada = await words.driverWith();
    const entry = await words.joined(facilityId, ada);
    const back = await words.until(entry.id, 'WAITING', async () => {
      await charging.reports(connectorId, 'Faulted', { faultCode: 'GroundFailure' });
    });
    expect(back).toMatchObject({ position: 1, estimatedWait: null, offer: null });
    const offered = await words.until(entry.id, 'OFFERED', async () => {
      await charging.reports(connectorId, 'Available');
    });
    expect(offered.offer?.connector.id).toBe(connectorId);
    await words.expectSound();
  });

  it('offers what becomes free when a vehicle leaves, without anybody asking', async () => {
    const { facilityId, connectorIds, slotIds } = await words.station();
    const [connectorId = ''] = connectorIds[0] ?? [];
    const stay = await charging.parks({ facilityId, slotId: slotIds[0] ?? '' });
    await charging.start({ connectorId, parkingSessionId: stay.sessionId }, attendant);
    const entry = await words.joined(facilityId, await words.driverWith());
    expect(entry).toMatchObject({ status: 'WAITING', position: 1, estimatedWait: 'PT45M' });
    await words.until(entry.id, 'OFFERED', () => charging.leaves(stay));
    await words.expectSound();
  });
});
