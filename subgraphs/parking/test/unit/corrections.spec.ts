import { describe, expect, it } from 'vitest';
import { decideCloseForgotten } from '../../src/domain/close-forgotten-session.js';
import { decideCorrectRegistration } from '../../src/domain/correct-registration.js';
import { decideLostTicket } from '../../src/domain/lost-ticket.js';
import { decideMerge } from '../../src/domain/merge-sessions.js';
import { moved } from '../../src/domain/occupancy.js';
import { attendant, gate, stranger } from '../support/actors.js';
import {
  closedSession,
  facility,
  minutes,
  noon,
  occupancyWith,
  openSession,
  slot,
  standardIce,
} from '../support/builders.js';

const correction = {
  actor: attendant,
  correctionId: 'correction',
  absorbedCorrectionId: 'other-correction',
  reason: ' Camera ',
  at: noon,
};
const right = { normalised: 'DDVP128', written: 'DD VP 128' };

describe('correcting a registration', () => {
  const decide = (state = {}, registration = right, of = correction) =>
    decideCorrectRegistration(
      { session: openSession(), openSession: null, customerId: 'customer-two', ...state },
      'session-one',
      registration,
      of,
    );

  it('gives the stay its right registration and owner, and says who did', () => {
    expect(decide()).toMatchObject({
      events: [
        {
          kind: 'REGISTRATION',
          before: { registration: 'DDVP123', version: 1 },
          after: { registration: 'DDVP128', customerId: 'customer-two', version: 2 },
          reason: 'Camera',
          correctedBy: attendant.id,
          correctedAt: noon,
        },
      ],
    });
    expect(decide({ session: closedSession() })).toMatchObject({
      events: [{ after: { status: 'CLOSED', version: 3 } }],
    });
  });

  it('stays quiet when it is right already', () => {
    expect(decide({}, { normalised: 'DDVP123', written: 'DD-VP 123' })).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });

  it('is refused when that vehicle is inside, but not for a stay that is over', () => {
    const other = openSession({ id: 'session-two' });
    expect(decide({ openSession: other })).toMatchObject({
      refusal: { type: 'VehicleAlreadyParked', facilityId: 'facility-one' },
    });
    expect(decide({ openSession: other, session: closedSession() })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('is refused to others, without a reason, and for a part of another session', () => {
    const foreign = { ...correction, actor: stranger };
    expect(decide({}, right, foreign)).toMatchObject({ refusal: { type: 'NotFound' } });
    expect(decide({}, right, { ...correction, actor: gate })).toMatchObject({
      refusal: { type: 'NotFound' },
    });
    expect(decide({}, right, { ...correction, reason: ' ' })).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'reason' },
    });
    const { leftAt: _left, ending: _ending, ...stay } = closedSession();
    const merged = { ...stay, status: 'MERGED', mergedIntoId: 'x' };
    expect(decide({ session: merged })).toMatchObject({ refusal: { field: 'sessionId' } });
  });
});

describe('merging two sessions', () => {
  const early = closedSession({ id: 'early', enteredAt: minutes(-120), leftAt: minutes(-70) });
  const late = openSession({ id: 'late' });
  const decide = (session: object | null, absorbed: object | null) =>
    decideMerge(
      { session, absorbed } as Parameters<typeof decideMerge>[0],
      { sessionId: 'late', absorbedSessionId: 'early' },
      correction,
    );

  it('makes one stay that covers the time of both', () => {
    expect(decide(late, early)).toMatchObject({
      events: [
        {
          kind: 'MERGED_FROM',
          after: { id: 'late', status: 'OPEN', enteredAt: minutes(-120), version: 2 },
          otherSessionId: 'early',
        },
        {
          kind: 'MERGED_INTO',
          correctionId: 'other-correction',
          after: { id: 'early', status: 'MERGED', mergedIntoId: 'late', version: 3 },
        },
      ],
    });
    const over = closedSession({ id: 'late', lostTicket: true });
    expect(decide(over, early)).toMatchObject({
      events: [{ after: { enteredAt: minutes(-120), leftAt: minutes(-10), lostTicket: true } }, {}],
    });
    expect(decide(early, over)).toMatchObject({
      events: [{ after: { id: 'early', enteredAt: minutes(-120), leftAt: minutes(-10) } }, {}],
    });
  });

  it.each([
    ['SAME_SESSION', early, early],
    ['OTHER_VEHICLE', late, { ...early, registration: 'DDXX1' }],
    ['OTHER_FACILITY', late, { ...early, facilityId: 'elsewhere' }],
    ['ALREADY_MERGED', { ...late, status: 'MERGED' }, early],
    ['ALREADY_MERGED', late, { ...early, status: 'MERGED' }],
    ['ABSORBED_IS_OPEN', early, late],
    ['TOO_FAR_APART', late, { ...early, leftAt: minutes(-60 - 12 * 60 - 1) }],
  ])('is refused: %s', (obstacle, session, absorbed) => {
    expect(decide(session, absorbed)).toMatchObject({
      refusal: { type: 'SessionsNotMergeable', obstacle },
    });
  });

  it('finds nothing of others', () => {
    expect(decide(late, { ...early, tenantId: 'tenant-two' })).toMatchObject({
      refusal: { type: 'NotFound', key: 'early' },
    });
    expect(decide(null, early)).toMatchObject({ refusal: { type: 'NotFound', key: 'late' } });
  });
});

describe('closing a forgotten session', () => {
  const occupancy = moved(occupancyWith(standardIce), standardIce, 'AVAILABLE', 'OCCUPIED');
  const taken = slot({ status: 'OCCUPIED', sessionId: 'session-one' });
  const decide = (leftAt = minutes(-30), state = {}) =>
    decideCloseForgotten(
      { session: openSession(), slot: taken, occupancy, ...state },
      'session-one',
      leftAt,
      correction,
    );

  it('lets the vehicle have left, frees the slot and puts on record that nobody saw it', () => {
    const decision = decide();
    expect(decision).toMatchObject({
      events: [
        {
          session: { status: 'CLOSED', ending: 'FORGOTTEN', leftAt: minutes(-30), version: 3 },
          slot: { status: 'AVAILABLE', sessionId: null },
          events: [
            { type: 'VehicleLeft', session: { version: 2 } },
            { type: 'SessionCorrected', kind: 'FORGOTTEN', after: { version: 3 } },
            { type: 'SlotChanged', previous: 'OCCUPIED', occupancy: { version: 1 } },
          ],
        },
      ],
    });
  });

  it('is refused before the entry, in the future, and when the session is over', () => {
    expect(decide(minutes(-61))).toMatchObject({ refusal: { field: 'leftAt' } });
    expect(decide(minutes(3))).toMatchObject({ refusal: { field: 'leftAt' } });
    expect(decide(noon, { session: closedSession() })).toMatchObject({
      refusal: { type: 'SessionNotOpen', status: 'CLOSED' },
    });
  });
});

describe('a lost ticket', () => {
  const decide = (state = {}, of = correction) =>
    decideLostTicket(
      { facility: facility(), session: openSession(), ...state },
      'facility-one',
      of,
    );

  it('is noted', () => {
    expect(decide()).toMatchObject({
      events: [{ kind: 'LOST_TICKET', before: { lostTicket: false }, after: { lostTicket: true } }],
    });
  });

  it('stays quiet the second time', () => {
    expect(decide({ session: openSession({ lostTicket: true }) })).toEqual({
      outcome: 'accepted',
      events: [],
    });
  });

  it('is refused where the vehicle is not, and by the staff of others', () => {
    expect(decide({ session: null })).toMatchObject({ refusal: { type: 'NotParked' } });
    expect(decide({ session: openSession({ facilityId: 'elsewhere' }) })).toMatchObject({
      refusal: { type: 'NotParked' },
    });
    expect(decide({ facility: null })).toMatchObject({ refusal: { type: 'NotFound' } });
    expect(decide({}, { ...correction, actor: stranger })).toMatchObject({
      refusal: { type: 'NotPermitted' },
    });
  });
});
