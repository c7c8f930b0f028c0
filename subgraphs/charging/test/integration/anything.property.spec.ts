import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, driver, operator } from '../support/actors.js';
import { expectConsistency } from '../support/invariants.js';
import { newRegistration, runCharging, type RunningCharging } from '../support/running.js';

/** Something that somebody does, to the vehicle or at the connector of this number. */
interface Deed {
  readonly what: (typeof deeds)[number];
  readonly number: number;
}

const deeds = [
  'park',
  'leave',
  'start',
  'flow',
  'pause',
  'resume',
  'stop',
  'unplug',
  'finish',
  'fault',
  'mend',
] as const;

const places = 3;
const deed: fc.Arbitrary<Deed> = fc.record<Deed>({
  // Whoever leaves comes back and begins anew, so that something goes on most of the time.
  what: fc.constantFrom(...deeds, 'park', 'park', 'start', 'start', 'start', 'flow', 'flow'),
  number: fc.nat(places - 1),
});

type Stay = Awaited<ReturnType<RunningCharging['parks']>>;

let charging: RunningCharging;
beforeAll(async () => {
  charging = await runCharging();
});
afterAll(() => charging.stop());

/** Chargers side by side, each with a vehicle that comes and goes, in a world of a run's own. */
async function world() {
  const { facilityId, slotIds, connectorIds } = await charging.station(places);
  const stays = new Map<number, Stay>();
  const plates = slotIds.map(() => newRegistration());
  const openAt = async (number: number) => {
    const [row] = await charging.sql<{ id: string }>(
      `SELECT id FROM charging_session WHERE connector_id = ANY ($1) AND ended_at IS NULL`,
      [connectorIds[number]],
    );
    return row?.id ?? null;
  };
  return async function doIt({ what, number }: Deed): Promise<void> {
    const stay = stays.get(number);
    const connectorId = connectorIds[number]?.[0] ?? '';
    const sessionId = (await openAt(number)) ?? 'none';
    switch (what) {
      case 'park': {
        if (stay !== undefined) return;
        const place = { facilityId, slotId: slotIds[number] ?? '' };
        const parked = charging.parks({ ...place, registration: plates[number] ?? '' });
        stays.set(number, await parked);
        return;
      }
      case 'leave':
        stays.delete(number);
        if (stay !== undefined) await charging.leaves(stay);
        return;
      case 'start':
        if (stay === undefined) return;
        await charging.start({ connectorId, parkingSessionId: stay.sessionId });
        return;
      case 'flow':
        await charging.sql(
          `UPDATE charging_session SET status = 'ACTIVE', active_since = started_at
           WHERE id = $1 AND status = 'PENDING'`,
          [sessionId],
        );
        return;
      case 'pause':
        await charging.pause(sessionId, driver);
        return;
      case 'resume':
        await charging.resume(sessionId, operator);
        return;
      case 'stop':
        await charging.stopCharging(sessionId, {}, number % 2 === 0 ? driver : device);
        return;
      case 'unplug':
        await charging.reports(connectorId, 'Available');
        return;
      case 'finish':
        await charging.reports(connectorId, 'Finishing');
        return;
      case 'fault':
        await charging.reports(connectorId, 'Faulted', { faultCode: 'GroundFailure' });
        return;
      case 'mend':
        await charging.reports(connectorId, 'Preparing');
        return;
    }
  };
}

describe('whatever happens, in whatever order and at once', () => {
  it('what is stored and what was told agree', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(deed, { minLength: 1, maxLength: 4 }), { minLength: 6, maxLength: 16 }),
        async (rounds) => {
          const doIt = await world();
          for (let number = 0; number < places; number += 1) {
            await doIt({ what: 'park', number });
            await doIt({ what: 'start', number });
          }
          for (const round of rounds) await Promise.all(round.map(doIt));
          await expectConsistency(charging);
        },
      ),
      { numRuns: 12 },
    );
    // A run in which hardly anything happens proves little.
    const [count] = await charging.sql<{ ended: number }>(
      'SELECT count(*)::int AS ended FROM charging_session WHERE ended_at IS NOT NULL',
    );
    expect(count?.ended).toBeGreaterThan(12);
  }, 180_000);
});
