import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectConsistency } from '../support/invariants.js';
import {
  facilityRegistered,
  minutes,
  passHeard,
  period,
  planAssigned,
  ruleUpdated,
  sessionEnded,
  sessionStarted,
  stayCorrected,
  staySettled,
  tariffChanged,
  vehicleLeft,
  vehicleLinked,
  vehicleParked,
  type Heard,
} from '../support/heard.js';
import { runBilling, type RunningBilling } from '../support/running.js';

const iso = (at: Date) => at.toISOString();

/** What may happen to a stay beside that a vehicle comes, charges and leaves. */
interface Story {
  readonly charges: boolean;
  readonly isLate: boolean;
  readonly isCorrected: boolean;
  readonly isMerged: boolean;
  readonly isLinked: boolean;
  readonly hasPass: boolean;
}

/** The whole history of a place at which one vehicle stood, told by five contexts. */
function historyOf(story: Story, run: string): Heard[] {
  const facilityId = `facility-${run}`;
  const stay = `stay-${run}`;
  const early = `early-${run}`;
  const session = `session-${run}`;
  const plate = `DD${run.replaceAll('-', '')}`;
  const ev = story.charges ? ({ slotKind: 'EV', isElectric: true } as const) : {};
  const of = { ...ev, facilityId, registration: plate, customerId: null };
  const charged = {
    ...{ facilityId, parkingSessionId: stay, tariffVersionId: `tariff-${run}-v1` },
    ...{ registration: plate, customerId: null },
  };
  const closed = {
    ...{ registration: plate, customerId: null, status: 'CLOSED' as const },
    leftAt: iso(minutes(130)),
  };
  const entered = { enteredAt: iso(minutes(-100)) };
  return [
    facilityRegistered(facilityId),
    ruleUpdated(`plan-${run}`),
    planAssigned(facilityId, `plan-${run}`, { id: `assignment-${run}` }),
    vehicleParked(stay, of),
    vehicleLeft(stay, minutes(130), of),
    ...(story.charges
      ? [
          tariffChanged(`tariff-${run}`),
          sessionStarted(session, charged),
          sessionEnded(session, [period(0, 50, 'CHARGING', 9_000)], charged),
          staySettled(stay, [session], facilityId),
        ]
      : []),
    ...(story.charges && story.isLate
      ? [
          sessionEnded(session, [period(0, 50, 'CHARGING', 9_700), period(50, 80, 'IDLE')], {
            ...{ ...charged, revision: 2, version: 3 },
          }),
        ]
      : []),
    ...(story.isMerged
      ? [
          vehicleParked(early, { ...of, ...entered, slotKind: 'ICE' }),
          vehicleLeft(early, minutes(-20), of),
          stayCorrected(stay, 'MERGED_FROM', { ...closed, ...entered }, 3, { facilityId }),
          stayCorrected(
            early,
            'MERGED_INTO',
            { ...closed, ...entered, status: 'MERGED', leftAt: null, mergedIntoId: stay },
            3,
            { facilityId, before: { ...closed, ...entered, leftAt: iso(minutes(-20)) } },
          ),
        ]
      : []),
    ...(story.isCorrected
      ? [
          stayCorrected(
            stay,
            'LOST_TICKET',
            { ...closed, ...(story.isMerged ? entered : {}), lostTicket: true },
            story.isMerged ? 4 : 3,
            { facilityId },
          ),
        ]
      : []),
    ...(story.isLinked ? [vehicleLinked(`car-${run}`, plate, `owner-${run}`, minutes(20))] : []),
    ...(story.hasPass
      ? [
          passHeard(`pass-${run}`, 'PENDING', { registration: plate, at: minutes(-70) }),
          passHeard(`pass-${run}`, 'ACTIVE', {
            ...{ registration: plate, at: minutes(-60) },
            validUntil: iso(minutes(90)),
          }),
        ]
      : []),
  ];
}

/** The same events in another order, in which those of one aggregate still follow each other. */
function reordered(events: readonly Heard[], ranks: readonly number[]): Heard[] {
  const lanes = new Map<string, Heard[]>();
  for (const event of events) {
    lanes.set(event.aggregate, [...(lanes.get(event.aggregate) ?? []), event]);
  }
  const order: Heard[] = [];
  for (let turn = 0; order.length < events.length; turn += 1) {
    const open = [...lanes.values()].filter((lane) => lane.length > 0);
    const lane = open[(ranks[turn % ranks.length] ?? 0) % open.length];
    const next = lane?.shift();
    if (next !== undefined) order.push(next);
  }
  return order;
}

describe('whatever the order in which contexts are heard', () => {
  let billing: RunningBilling;
  let count = 0;
  beforeAll(async () => {
    billing = await runBilling();
    billing.clock.set(minutes(600));
  });
  afterAll(() => billing.stop());

  /** What counts in the end: by stay, who owes how much for what. */
  async function outcome(run: string) {
    const all = [
      ...(await billing.documents(`stay-${run}`)),
      ...(await billing.documents(`early-${run}`)),
    ];
    const live = all.filter(({ kind, status }) => kind === 'INVOICE' && status !== 'CANCELLED');
    return live.map(({ customer, total, tax, byKind, parkingPaidUntil, status }) => ({
      ...{ isOwned: customer !== null, total, tax, byKind, parkingPaidUntil, status },
    }));
  }

  it('the same invoice comes of it', async () => {
    const story = fc.record({
      ...{ charges: fc.boolean(), isLate: fc.boolean(), isCorrected: fc.boolean() },
      ...{ isMerged: fc.boolean(), isLinked: fc.boolean(), hasPass: fc.boolean() },
    });
    const ranks = fc.array(fc.nat(20), { minLength: 30, maxLength: 30 });
    const pauses = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(story, ranks, pauses, async (told, order, looks) => {
        await billing.sql('DELETE FROM work');
        const straight = `A${(count += 1)}`;
        await billing.hears(...historyOf(told, straight));
        const expected = await outcome(straight);
        expect(expected).toHaveLength(1);

        const mixed = `B${count}`;
        const events = reordered(historyOf(told, mixed), order);
        for (const [place, event] of events.entries()) {
          await billing.arrive(event);
          if (looks[place] === true) await billing.workedOff();
        }
        await billing.workedOff();
        expect(await outcome(mixed)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
    await expectConsistency(billing);
  }, 120_000);
});
