import type { Decision } from '@voltpark/kit/decision';
import { describe, expect, it } from 'vitest';
import { decideAccept, decideLeaveQueue, slotRefused } from '../../src/domain/queue-decisions.js';
import { estimates, nextDue, positionOf, readyAt } from '../../src/domain/queue-estimate.js';
import { settled } from '../../src/domain/queue-settle.js';
import { toldOf } from '../../src/domain/queue-tell.js';
import { type Queue } from '../../src/domain/queue.js';
import { ada, busy, connector, entry, ids, minutesOn, noon, queue } from '../support/queues.js';

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

describe('position and wait', () => {
  it('count those who wait for the same connectors', () => {
    const other = entry({ id: 'entry-zero', place: 0, connectorTypes: ['CHADEMO'] });
    const both = entry({
      id: 'entry-three',
      place: 3,
      connectorTypes: ['CHADEMO', 'IEC_62196_T2_COMBO'],
    });
    const all = [other, entry(), second, both];
    expect(all.map((one) => positionOf(all, one))).toEqual([1, 1, 2, 4]);
    expect(positionOf(all, entry({ status: 'OFFERED' }))).toBeNull();
  });

  it('are told by when chargers will be ready', () => {
    expect(readyAt(connector(), noon)).toEqual(noon);
    expect(readyAt(busy(), noon)).toEqual(minutesOn(25));
    expect(readyAt(busy(), minutesOn(30))).toEqual(minutesOn(35));
    expect(readyAt(busy({ session: { registration: 'X1', endsAt: null } }), noon)).toEqual(
      minutesOn(45),
    );
    expect(readyAt(connector({ standing: 'ICE1' }), noon)).toEqual(minutesOn(30));
    expect(readyAt(connector({ status: 'OUTOFORDER' }), noon)).toBeNull();
    expect(readyAt(connector({ isOnline: false }), noon)).toBeNull();
  });

  it('count the queue: one after the other takes the charger that is ready first', () => {
    const connectors = [
      busy({ id: 'a' }),
      busy({ id: 'b', session: { registration: 'X1', endsAt: minutesOn(40) } }),
    ];
    const third = entry({ id: 'entry-three', registration: 'C1', place: 3 });
    const { waits, newcomer } = estimates({ entries: [entry(), second, third], connectors }, noon);
    // Ready in 25 and 45 minutes; the third follows the first, who charges 45 and drives off in 5.
    expect([...waits.values()]).toEqual([25 * 60, 45 * 60, 75 * 60]);
    expect(newcomer('IEC_62196_T2_COMBO')).toBe(95 * 60);
    expect(newcomer('CHADEMO')).toBeNull();
    expect(
      estimates({ entries: [], connectors: [connector()] }, noon).newcomer('IEC_62196_T2_COMBO'),
    ).toBe(0);
  });
});

describe('what is told', () => {
  it('is where everybody stands, once', () => {
    const before = queue({ entries: [entry(), second], connectors: [busy()] });
    const first = toldOf(before, settle(before), noon);
    expect(first.events).toMatchObject([
      {
        type: 'QueuePositionChanged',
        entry: { position: 1, estimatedWaitSeconds: 1500, version: 2 },
      },
      { type: 'QueuePositionChanged', entry: { position: 2, version: 2 } },
    ]);
    const told = { ...before, entries: first.entries };
    expect(toldOf(told, settle(told), noon).events).toEqual([]);
    // A minute is nothing; five are.
    expect(toldOf(told, settle(told, minutesOn(1)), minutesOn(1)).events).toEqual([]);
    expect(toldOf(told, settle(told, minutesOn(5)), minutesOn(5)).events).toHaveLength(1);
  });

  it('is that an offer was taken, and what became of it, before the position', () => {
    const accepted = toldOf(offered(), taken(), noon);
    expect(accepted.events).toMatchObject([
      {
        type: 'OfferTaken',
        offer: { id: 'offer-1', keptUntil: minutesOn(15) },
        entry: { version: 2 },
      },
      { type: 'QueuePositionChanged', entry: { status: 'TAKEN', version: 3 } },
    ]);
    const outcomes = [
      [settle(taken(), minutesOn(15)), 'EXPIRED'],
      [settle({ ...taken(), charging: new Map([['ADA1', 'session-one']]) }), 'FULFILLED'],
      [slotRefused(taken(), 'offer-1', noon), 'WITHDRAWN'],
      [after(decideLeaveQueue(taken(), 'entry-one', ada, noon)), 'WITHDRAWN'],
    ] as const;
    for (const [next, outcome] of outcomes) {
      expect(toldOf(taken(), next, noon).events).toMatchObject([
        { type: 'OfferReleased', outcome, offer: { id: 'offer-1' } },
        { type: 'QueuePositionChanged' },
      ]);
    }
  });

  it('is due at the next instant at which something happens by itself', () => {
    expect(nextDue(queue(), noon)).toBeNull();
    expect(nextDue(queue({ entries: [entry()] }), noon)).toEqual(new Date(noon.getTime() + 5_000));
    const nearly = new Date(minutesOn(3).getTime() - 1_000);
    expect(nextDue(offered(), nearly)).toEqual(minutesOn(3));
  });
});
