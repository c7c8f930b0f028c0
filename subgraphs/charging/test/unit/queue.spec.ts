import type { Decision } from '@voltpark/kit/decision';
import { describe, expect, it } from 'vitest';
import {
  decideAccept,
  decideJoin,
  decideLeaveQueue,
  decideSnooze,
  slotGivenUp,
  slotKept,
  slotRefused,
  vehicleCame,
} from '../../src/domain/queue-decisions.js';

import { settled } from '../../src/domain/queue-settle.js';

import { slotReserved, slotUnreserved, type Queue } from '../../src/domain/queue.js';
import {
  ada,
  ben,
  busy,
  connector,
  entry,
  ids,
  minutesOn,
  noon,
  queue,
  staff,
  stranger,
} from '../support/queues.js';

/** The queue after a decision that was granted. */
function after<Refusal>(decision: Decision<Queue, Refusal>): Queue {
  const [next] = decision.outcome === 'accepted' ? decision.events : [];
  if (next === undefined) throw new Error(`Nothing came of it: ${JSON.stringify(decision)}`);
  return next;
}

const settle = (of: Queue, now = noon, newId = ids()) => settled(of, now, newId);
const offered = (now = noon) => settle(queue({ entries: [entry()] }), now);
const taken = (now = noon) => after(decideAccept(offered(now), 'offer-1', ada, now));

const second = entry({ id: 'entry-two', registration: 'BEN1', customerId: 'ben', place: 2 });

describe('joining the queue', () => {
  const join = (of: Queue = queue(), otherwise: object = {}) =>
    decideJoin(
      of,
      {
        actor: ada,
        entryId: 'entry-new',
        registration: 'ADA1',
        customerId: 'ada',
        connectorTypes: ['IEC_62196_T2_COMBO'],
        ...otherwise,
      },
      noon,
    );

  it('gives the next place', () => {
    const next = after(join());
    expect(next.nextPlace).toBe(11);
    expect(next.entries).toMatchObject([{ id: 'entry-new', place: 10, status: 'WAITING' }]);
  });

  it('is for own vehicles, and for those who work there', () => {
    expect(join(queue(), { actor: ben })).toMatchObject({ refusal: { type: 'NotPermitted' } });
    expect(join(queue(), { actor: stranger })).toMatchObject({ refusal: { type: 'NotPermitted' } });
    expect(join(queue(), { actor: ben, customerId: null })).toMatchObject({
      refusal: { type: 'NotPermitted' },
    });
    expect(join(queue(), { actor: staff, customerId: null })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('is refused with what stands in the way', () => {
    const refusal = (of: Queue, otherwise = {}) => {
      const decision = join(of, otherwise);
      return decision.outcome === 'refused' ? decision.refusal : null;
    };
    expect(refusal(queue({ isOpen: false }))).toMatchObject({ type: 'ChargingQueueClosed' });
    expect(refusal(queue({ entries: [entry()] }))).toMatchObject({
      type: 'AlreadyQueued',
      entryId: 'entry-one',
    });
    expect(refusal(queue({ charging: new Map([['ADA1', 'session-one']]) }))).toMatchObject({
      type: 'VehicleAlreadyCharging',
      sessionId: 'session-one',
    });
    expect(refusal(queue(), { connectorTypes: ['CHADEMO'] })).toMatchObject({
      type: 'NoCompatibleConnector',
      connectorTypes: ['IEC_62196_T2_COMBO'],
    });
    expect(refusal(queue(), { connectorTypes: [] })).toMatchObject({ type: 'InvalidInput' });
    const many = Array.from({ length: 200 }, (_, place) =>
      entry({ id: `entry-${place}`, registration: `X${place}`, place }),
    );
    expect(refusal(queue({ entries: many }))).toMatchObject({ type: 'ChargingQueueFull' });
  });

  it('is open again to whoever was there before', () => {
    const ended = entry({ status: 'EXPIRED' });
    expect(join(queue({ entries: [ended] }))).toMatchObject({ outcome: 'accepted' });
  });
});

describe('a connector that is free', () => {
  it('is offered to the first whom it suits, and kept for them', () => {
    const first = entry({ connectorTypes: ['CHADEMO'] });
    const next = settle(queue({ entries: [first, second] }));
    expect(next.entries).toMatchObject([
      { status: 'WAITING' },
      { status: 'OFFERED', offer: { id: 'offer-1', expiresAt: minutesOn(3) } },
    ]);
    expect(next.connectors).toMatchObject([
      { status: 'RESERVED', reservation: { registration: 'BEN1', offerId: 'offer-1' } },
    ]);
  });

  it('is not offered while its charger serves another, is offline, or its slot is taken', () => {
    const waiting = [entry()];
    const none = (...connectors: Queue['connectors']) =>
      expect(settle(queue({ entries: waiting, connectors })).entries[0]?.status).toBe('WAITING');
    none(connector({ isOnline: false }));
    none(connector({ status: 'OUTOFORDER' }));
    none(connector({ standing: 'WALKIN1' }));
    none(connector({ chargerId: 'same' }), busy({ id: 'other', chargerId: 'same' }));
    expect(
      settle(queue({ entries: waiting, refusedSlots: { 'slot-of-connector-one': minutesOn(1) } }))
        .entries[0]?.status,
    ).toBe('WAITING');
    expect(settle(queue({ entries: waiting, isOpen: false })).entries[0]?.status).toBe('WAITING');
  });

  it('is offered when nobody came for the reservation of its slot, and to nobody before', () => {
    const slotId = 'slot-of-connector-one';
    const kept = settle(slotReserved(queue({ entries: [entry()] }), slotId, minutesOn(30)));
    expect(kept.entries[0]?.status).toBe('WAITING');
    const [given, arrived] = (['EXPIRED', 'ARRIVED'] as const).map((outcome) =>
      settle(slotUnreserved(kept, slotId, outcome, noon)),
    );
    expect(given?.entries[0]?.status).toBe('OFFERED');
    // The one who came is not seen there yet; soon they are, or were.
    expect(arrived?.entries[0]?.status).toBe('WAITING');
    expect(settle(arrived ?? kept, minutesOn(1)).entries[0]?.status).toBe('OFFERED');
    // A slot without a connector is none of the queue's business.
    expect(slotReserved(kept, 'elsewhere', minutesOn(30))).toBe(kept);
  });

  it('is offered where the vehicle stands already, before a stronger one', () => {
    const strong = connector({ id: 'strong' });
    const own = connector({ id: 'own', powerW: 11_000, standing: 'ADA1' });
    const next = settle(queue({ entries: [entry()], connectors: [strong, own] }));
    expect(next.entries[0]?.offer?.connectorId).toBe('own');
  });

  it('goes to one, and two go to two', () => {
    const two = [connector({ id: 'a' }), connector({ id: 'b' })];
    const next = settle(queue({ entries: [entry(), second], connectors: two }));
    expect(next.entries.map(({ offer }) => offer?.connectorId)).toEqual(['a', 'b']);
    const one = settle(queue({ entries: [entry(), second], connectors: [two[0] as never] }));
    expect(one.entries.map(({ status }) => status)).toEqual(['OFFERED', 'WAITING']);
  });
});

describe('an offer', () => {
  it('goes to the next when nobody answers', () => {
    const next = settle({ ...offered(), entries: [...offered().entries, second] }, minutesOn(3));
    expect(next.entries).toMatchObject([
      { status: 'EXPIRED', offer: null, endedAt: minutesOn(3) },
      { status: 'OFFERED', registration: 'BEN1' },
    ]);
  });

  it('is taken up to its last instant, once', () => {
    expect(taken()).toMatchObject({
      entries: [{ status: 'TAKEN', offer: { takenAt: noon, keptUntil: minutesOn(15) } }],
      connectors: [{ status: 'RESERVED', reservation: { until: minutesOn(15) } }],
    });
    expect(decideAccept(taken(), 'offer-1', ada, noon)).toEqual({
      outcome: 'accepted',
      events: [],
    });
    expect(decideAccept(offered(), 'offer-1', ada, minutesOn(3))).toMatchObject({
      refusal: { type: 'OfferGone' },
    });
    expect(decideAccept(offered(), 'offer-1', ben, noon)).toMatchObject({
      refusal: { type: 'NotFound' },
    });
  });

  it('put off keeps the place behind those who are offered something meanwhile', () => {
    const third = entry({ id: 'entry-three', registration: 'CLEO1', place: 3 });
    const start = settle(queue({ entries: [entry(), second, third] }));
    const snooze = { offerId: 'offer-1', minutes: 10, actor: ada };
    const snoozed = settle(after(decideSnooze(start, snooze, noon)), noon, ids('second'));
    expect(snoozed.entries.map(({ status }) => status)).toEqual(['SNOOZED', 'OFFERED', 'WAITING']);
    const woken = settle(snoozed, minutesOn(10), ids('third'));
    // Ben did not answer, and the connector is Ada's again, before Cleo.
    expect(woken.entries.map(({ status }) => status)).toEqual(['OFFERED', 'EXPIRED', 'WAITING']);
  });

  it('is put off twice and no more, for a time that makes sense', () => {
    const snooze = { offerId: 'offer-1', minutes: 10, actor: ada };
    const tired = queue({ entries: [entry({ snoozes: 2 })] });
    expect(decideSnooze(settle(tired), snooze, noon)).toMatchObject({
      refusal: { type: 'SnoozesUsedUp', snoozes: 2 },
    });
    expect(decideSnooze(offered(), { ...snooze, minutes: 61 }, noon)).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'minutes' },
    });
    expect(decideSnooze(taken(), snooze, noon)).toMatchObject({ refusal: { type: 'OfferGone' } });
    expect(decideSnooze(offered(), { ...snooze, actor: ben }, noon)).toMatchObject({
      refusal: { type: 'NotFound' },
    });
  });

  it('is withdrawn with its connector, and the person keeps the place', () => {
    for (const start of [offered(), taken()]) {
      const [kept] = start.connectors;
      const broken = { ...start, connectors: [{ ...(kept as object), status: 'OUTOFORDER' }] };
      expect(settle(broken as unknown as Queue)).toMatchObject({
        entries: [{ status: 'WAITING', place: 1, offer: null }],
        connectors: [{ status: 'OUTOFORDER', reservation: null }],
      });
    }
  });

  it('is withdrawn when somebody else drives in before it is taken, and not afterwards', () => {
    const walkIn = (of: Queue) => ({
      ...of,
      connectors: of.connectors.map((one) => ({ ...one, standing: 'WALKIN1' })),
    });
    expect(settle(walkIn(offered())).entries).toMatchObject([{ status: 'WAITING', place: 1 }]);
    // Parking decides about what was taken.
    expect(settle(walkIn(taken())).entries).toMatchObject([{ status: 'TAKEN' }]);
  });

  it('is fulfilled when the vehicle charges, there or elsewhere', () => {
    for (const start of [offered(), taken(), queue({ entries: [entry()] })]) {
      expect(settle({ ...start, charging: new Map([['ADA1', 'session-one']]) })).toMatchObject({
        entries: [{ status: 'FULFILLED', offer: null }],
        connectors: [{ reservation: null }],
      });
    }
  });
});

describe('what was taken', () => {
  it('is kept for the vehicle until its time is up', () => {
    expect(settle(taken(), minutesOn(14)).entries[0]?.status).toBe('TAKEN');
    expect(settle(taken(), minutesOn(15))).toMatchObject({
      entries: [{ status: 'EXPIRED' }],
      connectors: [{ status: 'AVAILABLE', reservation: null }],
    });
  });

  it('is kept longer for the vehicle that came, whose cable is its own', () => {
    const came = vehicleCame(taken(), 'offer-1', minutesOn(14));
    expect(came.entries[0]?.offer?.keptUntil).toEqual(minutesOn(24));
    const plugged = {
      ...came,
      connectors: came.connectors.map((one) => ({
        ...one,
        status: 'BLOCKED' as const,
        standing: 'ADA1',
      })),
    };
    expect(settle(plugged, minutesOn(20)).entries[0]?.status).toBe('TAKEN');
    const foreign = plugged.connectors.map((one) => ({ ...one, standing: 'OTHER1' }));
    expect(settle({ ...plugged, connectors: foreign }, minutesOn(20)).entries[0]?.status).toBe(
      'WAITING',
    );
  });

  it('comes to nothing when parking refuses the slot, which is not offered again at once', () => {
    const refused = settle(slotRefused(taken(), 'offer-1', noon));
    expect(refused).toMatchObject({
      entries: [{ status: 'WAITING', place: 1 }],
      connectors: [{ status: 'AVAILABLE', reservation: null }],
    });
    expect(settle(refused, minutesOn(1), ids('again')).entries[0]?.offer?.id).toBe('again-1');
    // Who stands there is heard, and then that they left: nothing is to be waited for any more.
    const standing = (vehicle: string | null, of: Queue) =>
      settle(
        { ...of, connectors: of.connectors.map((one) => ({ ...one, standing: vehicle })) },
        noon,
        ids('sooner'),
      );
    const heard = standing('WALKIN1', refused);
    expect(heard.entries[0]?.status).toBe('WAITING');
    expect(standing(null, heard).entries[0]?.offer?.id).toBe('sooner-1');
  });

  it('knows what parking did, and ends with its hold', () => {
    expect(slotKept(taken(), 'offer-1').entries[0]?.offer?.isSlotKept).toBe(true);
    expect(slotGivenUp(taken(), 'offer-1', noon).entries[0]?.status).toBe('EXPIRED');
    // Of an offer that is over, nothing that is said matters.
    const over = offered();
    for (const said of [slotKept, slotRefused, vehicleCame, slotGivenUp]) {
      expect(said(over, 'offer-0', noon)).toBe(over);
    }
  });

  it('is given up by leaving, which is done once', () => {
    const left = after(decideLeaveQueue(taken(), 'entry-one', ada, noon));
    expect(left).toMatchObject({
      entries: [{ status: 'LEFT', offer: null }],
      connectors: [{ status: 'AVAILABLE' }],
    });
    expect(decideLeaveQueue(left, 'entry-one', ada, noon)).toEqual({
      outcome: 'accepted',
      events: [],
    });
    expect(decideLeaveQueue(taken(), 'entry-one', ben, noon)).toMatchObject({
      refusal: { type: 'NotFound' },
    });
  });
});
