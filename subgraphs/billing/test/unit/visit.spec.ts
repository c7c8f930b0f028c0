import { describe, expect, it } from 'vitest';
import {
  debtorOf,
  enteredAtOf,
  isSameDebtor,
  leftAtOf,
  sharesMoney,
  standingOf,
} from '../../src/domain/visit.js';
import { facts, session, stay } from '../support/facts.js';
import { minutes, plan } from '../support/heard.js';

const inside = stay({ leftAt: null, status: 'OPEN' });
const settlement = { at: minutes(60), graceUntil: minutes(75) };
const ev = { slotKind: 'EV' } as const;

describe('where a visit stands', () => {
  it('is open while the vehicle is inside, and due when it has left', () => {
    expect(standingOf(facts({ stay: inside }))).toEqual({ standing: 'OPEN' });
    expect(standingOf(facts())).toEqual({ standing: 'DUE', until: minutes(90) });
  });

  it('is due up to its settlement, also when it leaves within grace', () => {
    const due = { standing: 'DUE', until: minutes(60) };
    expect(standingOf(facts({ stay: inside, settlement }))).toEqual(due);
    const within = stay({ leftAt: minutes(75) });
    expect(standingOf(facts({ stay: within, settlement }))).toEqual(due);
    const late = stay({ leftAt: minutes(76) });
    expect(standingOf(facts({ stay: late, settlement }))).toEqual({
      ...{ standing: 'DUE', until: minutes(76) },
    });
  });

  it('waits in an EV slot until charging is done with the stay, and in no other', () => {
    expect(standingOf(facts({ stay: stay(ev) }))).toMatchObject({ standing: 'WAITING' });
    const settledSessions = new Map([['stay-one', ['session-one']]]);
    const waiting = facts({ stay: stay(ev), settledSessions });
    expect(standingOf(waiting)).toEqual({
      standing: 'WAITING',
      for: 'charging session session-one',
    });
    const lasting = session({ endedAt: null, periods: [], revision: 0 });
    expect(standingOf({ ...waiting, sessions: [lasting] })).toMatchObject({ standing: 'WAITING' });
    expect(standingOf({ ...waiting, sessions: [session()] })).toMatchObject({ standing: 'DUE' });
  });

  it('waits for what its price follows from', () => {
    expect(standingOf(facts({ facility: null }))).toMatchObject({ for: 'facility facility-one' });
    const unheard = facts({ sessions: [session({ tariffVersionId: 'tariff-two-v1' })] });
    expect(standingOf(unheard)).toMatchObject({ for: 'tariff version tariff-two-v1' });
    const pounds = { versionId: 'plan-two-v1', plan: plan({ currency: 'GBP' }) };
    expect(standingOf(facts({ plan: pounds }))).toMatchObject({ standing: 'WAITING' });
  });

  it('is absorbed when it was merged, whatever else is known', () => {
    const merged = stay({ status: 'MERGED', mergedIntoId: 'stay-two' });
    expect(standingOf(facts({ stay: merged, facility: null }))).toEqual({ standing: 'ABSORBED' });
  });

  it('spans the stays that are parts of it', () => {
    const early = stay({ id: 'early', enteredAt: minutes(-60), leftAt: minutes(-20) });
    const whole = facts({ parts: [early] });
    expect(enteredAtOf(whole)).toEqual(minutes(-60));
    expect(leftAtOf(whole)).toEqual(minutes(90));
    expect(leftAtOf({ ...whole, stay: inside })).toBeNull();
  });
});

describe('who owes a visit', () => {
  it('is the customer by whom it was parked, or else to whom the vehicle was linked', () => {
    expect(debtorOf(facts({ ownerId: 'customer-two' })).customerId).toBe('customer-one');
    const nobodys = facts({ stay: stay({ customerId: null }), ownerId: 'customer-two' });
    expect(debtorOf(nobodys).customerId).toBe('customer-two');
    expect(debtorOf({ ...nobodys, ownerId: null }).customerId).toBeNull();
  });

  it('is told by the customer, and by the vehicle where there is none', () => {
    const one = { customerId: 'customer-one', registration: 'DD1' };
    const nobody = { customerId: null, registration: 'DD1' };
    expect(isSameDebtor(one, { ...one, registration: 'DD2' })).toBe(true);
    expect(isSameDebtor(nobody, { ...nobody, registration: 'DD2' })).toBe(false);
    expect(isSameDebtor(one, nobody)).toBe(false);
  });

  it('pays with money of the same customer or vehicle only', () => {
    const one = { customerId: 'customer-one', registration: 'DD1' };
    expect(sharesMoney(one, { customerId: null, registration: 'DD1' })).toBe(true);
    expect(sharesMoney(one, { customerId: null, registration: 'DD2' })).toBe(false);
    expect(sharesMoney(one, { customerId: 'customer-two', registration: 'DD1' })).toBe(false);
  });
});
