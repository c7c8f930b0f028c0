import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant } from '../support/actors.js';
import { handClock, queueWords, type Driver, type Entry } from '../support/queue-words.js';
import { runCharging, type Result, type RunningCharging } from '../support/running.js';

describe('the queue with many at once', () => {
  const clock = handClock();
  let charging: RunningCharging;
  let words: ReturnType<typeof queueWords>;
  beforeAll(async () => {
    charging = await runCharging({ clock });
    words = queueWords(charging, clock);
  });
  afterAll(() => charging.stop());

  it('gives two free connectors to two of many', async () => {
    const { facilityId } = await words.station(2);
    const drivers = await Promise.all(Array.from({ length: 12 }, () => words.driverWith()));
    const entries = await Promise.all(drivers.map((one) => words.joined(facilityId, one)));
    const now12 = await Promise.all(entries.map(({ id }) => words.entryOf(id)));
    const offered = now12.filter((one) => one?.status === 'OFFERED');
    expect(offered).toHaveLength(2);
    expect(new Set(offered.map((one) => one?.offer?.connector.id)).size).toBe(2);
    const positions = now12.flatMap((one) => one?.position ?? []);
    expect(positions.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => i + 1),
    );
    await words.expectSound();
  });

  it('lets one offer be taken once, by two at once, and by its time', async () => {
    const { facilityId } = await words.station(4);
    const drivers = await Promise.all(Array.from({ length: 4 }, () => words.driverWith()));
    const entries: Entry[] = [];
    for (const one of drivers) entries.push(await words.joined(facilityId, one));
    clock.set(new Date(clock.on(3).getTime() - 1));
    const results = await Promise.all(
      entries.flatMap((entry, index) => {
        const offerId = entry.offer?.id ?? '';
        const { actor } = drivers[index] as Driver;
        // While it expires: the clock goes on between those who ask.
        return [
          words.accept(offerId, actor),
          words.snooze(offerId, actor),
          (async () => {
            clock.set(new Date(clock.now().getTime() + 1));
            return words.accept(offerId, actor);
          })(),
          words.leave(entry.id, actor),
        ];
      }),
    );
    expect(results).toHaveLength(16);
    for (const entry of entries) {
      const told = await words.typesOf(entry.id);
      const takings = told.filter(([type]) => type === 'offer.taken').length;
      const releases = told.filter(([type]) => type === 'offer.released').length;
      expect(takings).toBeLessThanOrEqual(1);
      expect(releases).toBe(takings);
      const after = await words.entryOf(entry.id);
      expect(['LEFT', 'EXPIRED']).toContain(after?.status);
    }
    await words.expectSound();
  });

  it('lets the vehicle that took it charge, or its time run out, and not both', async () => {
    const { facilityId, connectorIds, slotIds } = await words.station(6);
    const drivers = await Promise.all(slotIds.map(() => words.driverWith()));
    const taken: { entry: Entry; stay: { sessionId: string }; connectorId: string }[] = [];
    for (const one of drivers) {
      const entry = await words.joined(facilityId, one);
      await words.accept(entry.offer?.id ?? '', one.actor);
      const connectorId = entry.offer?.connector.id ?? '';
      const slotId = slotIds[connectorIds.findIndex(([id]) => id === connectorId)] ?? '';
      const stay = await charging.parks({ facilityId, slotId, registration: one.registration });
      taken.push({ entry, stay, connectorId });
    }
    clock.set(clock.on(15));
    const starts = await Promise.all(
      taken.map(({ stay, connectorId }) =>
        charging.start({ connectorId, parkingSessionId: stay.sessionId }, attendant),
      ),
    );
    await Promise.all(
      taken.map(async ({ entry }, index) => {
        const { status } = await words.until(entry.id, ['FULFILLED', 'EXPIRED']);
        // Whose time ran out first may charge all the same: the connector is free by then.
        if ((starts[index] as Result).__typename !== 'ChargingStarted') {
          expect(status).toBe('EXPIRED');
        }
        const told = await words.typesOf(entry.id);
        const releases = told.filter(([type]) => type === 'offer.released');
        expect(releases.map(([, , outcome]) => outcome)).toEqual([status]);
      }),
    );
    await words.expectSound();
  });
});
