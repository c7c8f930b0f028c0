import type { Decision } from '@voltpark/kit/decision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideAccept,
  decideJoin,
  decideLeaveQueue,
  decideSnooze,
  slotRefused,
  vehicleCame,
} from '../../src/domain/queue-decisions.js';
import { isFree, settled } from '../../src/domain/queue-settle.js';
import { toldOf } from '../../src/domain/queue-tell.js';
import {
  isLive,
  isWaiting,
  suits,
  type Queue,
  type QueueConnector,
} from '../../src/domain/queue.js';
import { connector, ids, minutesOn, noon, queue, staff } from '../support/queues.js';

const types = ['IEC_62196_T2_COMBO', 'IEC_62196_T2', 'CHADEMO'] as const;
const someTypes = fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 });
const which = fc.nat({ max: 20 });

/** What may happen; `which` picks one of those it can happen to. */
const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('join' as const), which, types: someTypes }),
  },
  ...(
    [
      ['accept', 4],
      ['snooze', 2],
      ['leave', 1],
      ['refuse', 1],
      ['came', 1],
      ['plug', 3],
      ['unplug', 4],
      ['break', 1],
      ['repair', 2],
      ['walkIn', 1],
    ] as const
  ).map(([what, weight]) => ({
    weight,
    arbitrary: fc.record({ what: fc.constant(what), which, types: someTypes }),
  })),
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('wait' as const),
      which: fc.nat({ max: 16 }),
      types: someTypes,
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

const hardware = fc.array(
  fc.record({ type: fc.constantFrom(...types), charger: fc.nat({ max: 3 }) }),
  { minLength: 1, maxLength: 5 },
);

const pick = <Value>(of: readonly Value[], index: number): Value | undefined =>
  of.length === 0 ? undefined : of[index % of.length];

const next = (decision: Decision<Queue, unknown>, otherwise: Queue): Queue =>
  (decision.outcome === 'accepted' ? decision.events[0] : undefined) ?? otherwise;

/** The world around a queue: the same rules by which connectors and vehicles behave. */
function happens(of: Queue, { what, which: index, types: wanted }: Happening, now: Date): Queue {
  const change = (one: QueueConnector | undefined, to: Partial<QueueConnector>): Queue => ({
    ...of,
    connectors: of.connectors.map((other) => (other === one ? { ...other, ...to } : other)),
  });
  const offers = of.entries.filter(({ offer }) => offer !== null);
  const offer = pick(offers, index)?.offer ?? null;
  switch (what) {
    case 'join':
      return next(
        decideJoin(
          of,
          {
            actor: staff,
            entryId: `entry-${of.nextPlace}`,
            registration: `CAR${index}`,
            customerId: null,
            connectorTypes: wanted,
          },
          now,
        ),
        of,
      );
    case 'accept':
      return offer === null ? of : next(decideAccept(of, offer.id, staff, now), of);
    case 'snooze':
      return offer === null
        ? of
        : next(decideSnooze(of, { offerId: offer.id, minutes: 5, actor: staff }, now), of);
    case 'leave': {
      const entry = pick(of.entries, index);
      return entry === undefined ? of : next(decideLeaveQueue(of, entry.id, staff, now), of);
    }
    case 'refuse':
      return offer === null ? of : slotRefused(of, offer.id, now);
    case 'came':
      return offer === null ? of : vehicleCame(of, offer.id, now);
    case 'plug': {
      // Who took a connector charges there; somebody else only where nothing is kept.
      const taken = pick(
        of.entries.filter(({ status }) => status === 'TAKEN'),
        index,
      );
      const kept = of.connectors.find(({ id }) => id === taken?.offer?.connectorId);
      const free = pick(
        of.connectors.filter((one) => isFree(of, one)),
        index,
      );
      const one = kept ?? free;
      const registration = kept === undefined ? `WALKIN${index}` : (taken?.registration ?? '');
      const session = { registration, endsAt: minutesOn(30, now) };
      const charging = { status: 'CHARGING', session, reservation: null } as const;
      const plugged = change(one, { ...charging, standing: registration });
      return one === undefined
        ? of
        : { ...plugged, charging: new Map([...of.charging, [registration, 'session']]) };
    }
    case 'unplug': {
      const one = pick(
        of.connectors.filter(({ session }) => session !== null),
        index,
      );
      const gone = new Map([...of.charging].filter(([car]) => car !== one?.session?.registration));
      const free = { status: 'AVAILABLE', session: null, standing: null } as const;
      return one === undefined ? of : { ...change(one, free), charging: gone };
    }
    case 'break': {
      const one = pick(
        of.connectors.filter(({ session }) => session === null),
        index,
      );
      return change(one, { status: 'OUTOFORDER' });
    }
    case 'repair': {
      const one = pick(
        of.connectors.filter(({ status }) => status === 'OUTOFORDER'),
        index,
      );
      const status = one?.reservation == null ? 'AVAILABLE' : 'RESERVED';
      return change(one, { status });
    }
    case 'walkIn': {
      const one = pick(
        of.connectors.filter((each) => isFree(of, each)),
        index,
      );
      return change(one, { standing: one?.standing === null ? `WALKIN${index}` : null });
    }
    case 'wait':
      return of;
  }
}

function expectSound(of: Queue): void {
  const offers = of.entries.flatMap(({ offer }) => (offer === null ? [] : [offer]));
  // Never two offers for one connector, nor for one charger.
  expect(new Set(offers.map(({ connectorId }) => connectorId)).size).toBe(offers.length);
  const kept = of.connectors.filter(({ reservation }) => reservation !== null);
  expect(new Set(kept.map(({ chargerId }) => chargerId)).size).toBe(kept.length);
  // What is kept is kept for an offer, and the other way round.
  expect(kept.map(({ id, reservation }) => [id, reservation?.offerId]).toSorted()).toEqual(
    offers.map(({ id, connectorId }) => [connectorId, id]).toSorted(),
  );
  for (const entry of of.entries) {
    expect(entry.offer !== null).toBe(entry.status === 'OFFERED' || entry.status === 'TAKEN');
    expect(entry.endedAt !== null).toBe(!isLive(entry));
  }
  const live = of.entries.filter(isLive).map(({ registration }) => registration);
  expect(new Set(live).size).toBe(live.length);
  // Nobody waits for a connector that is free.
  for (const entry of of.entries.filter(({ status }) => status === 'WAITING')) {
    expect(of.connectors.filter((one) => isFree(of, one) && suits(entry, one))).toEqual([]);
  }
}

/** Whoever was offered something now was not behind anybody who could have had it. */
function expectFair(before: Queue, after: Queue, free: ReadonlySet<string>): void {
  const had = new Set(before.entries.map(({ offer }) => offer?.id));
  const fresh = after.entries.filter(({ offer }) => offer !== null && !had.has(offer.id));
  for (const lucky of fresh) {
    const one = after.connectors.find(({ id }) => id === lucky.offer?.connectorId);
    const passedOver = after.entries.filter(
      (entry) =>
        entry.status === 'WAITING' &&
        entry.place < lucky.place &&
        one !== undefined &&
        suits(entry, one),
    );
    expect(passedOver).toEqual([]);
  }
  expect(fresh.length).toBeLessThanOrEqual(free.size + before.entries.length);
}

describe('the queue, whatever happens', () => {
  it('is fair and sound, idle nowhere, and tells everything in order', () => {
    fc.assert(
      fc.property(hardware, fc.array(happening, { maxLength: 60 }), (plan, story) => {
        const newId = ids();
        const connectors = plan.map(({ type, charger }, index) =>
          connector({
            id: `connector-${index}`,
            chargerId: `charger-${charger}`,
            type,
            slotId: `slot-${charger}`,
          }),
        );
        let now = noon;
        let state = queue({ connectors });
        for (const [step, one] of story.entries()) {
          now = minutesOn(one.what === 'wait' ? one.which : 0, new Date(now.getTime() + step));
          const moved = happens(state, one, now);
          const after = settled(moved, now, newId);
          expectSound(after);
          expectFair(moved, after, new Set(moved.connectors.map(({ id }) => id)));
          expect(settled(after, now, newId)).toEqual(after);

          const { entries, events } = toldOf(state, after, now);
          const versions = new Map(state.entries.map(({ id, version }) => [id, version]));
          for (const { entry, type } of events) {
            expect(entry.version).toBe((versions.get(entry.id) ?? 0) + 1);
            versions.set(entry.id, entry.version);
            if (type === 'QueuePositionChanged') {
              expect(entry.position !== null).toBe(isWaiting(entry));
            }
          }
          const written = new Map(entries.map((entry) => [entry.id, entry]));
          state = {
            ...after,
            entries: after.entries.map((entry) => written.get(entry.id) ?? entry),
          };
          expect(toldOf(state, settled(state, now, newId), now).events).toEqual([]);
          // Those who are over are not looked at any more.
          state = { ...state, entries: state.entries.filter(isLive) };
        }
      }),
      { numRuns: 300 },
    );
  });
});
