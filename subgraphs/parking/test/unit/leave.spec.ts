import { describe, expect, it } from 'vitest';
import {
  decideLeave,
  type LeaveCommand,
  type LeaveState,
  type LeaveTarget,
} from '../../src/domain/leave.js';
import { defaultExitTerms, exitRuleOf } from '../../src/domain/exit.js';
import { durationSeconds } from '../../src/domain/session.js';
import { attendant, driver, gate, otherDriver, partner, stranger } from '../support/actors.js';
import { closedSession, minutes, noon, openSession, slot } from '../support/builders.js';

const bySession: LeaveTarget = { by: 'SESSION', sessionId: 'session-one' };
const byPlate: LeaveTarget = { by: 'REGISTRATION', registration: 'DDVP123' };
const inside: Omit<LeaveState, 'exitTerms'> = {
  session: openSession({ customerId: 'customer-one' }),
  slot: slot({ status: 'OCCUPIED', sessionId: 'session-one' }),
  ownerId: null,
};

const decide = (
  state: Partial<LeaveState> = {},
  { actor = gate, target = bySession, at = noon }: Partial<LeaveCommand> = {},
) =>
  decideLeave({ ...inside, ...state }, { actor, target, at }, noon, exitRuleOf(defaultExitTerms));

describe('leaving', () => {
  it('ends the stay', () => {
    expect(decide()).toMatchObject({
      events: [
        {
          type: 'VehicleLeft',
          session: { status: 'CLOSED', leftAt: noon, ending: 'LEFT', version: 2 },
          slot: { id: 'slot-one' },
        },
      ],
    });
  });

  it('is refused to a vehicle that is not inside', () => {
    expect(decide({ session: closedSession() })).toMatchObject({ refusal: { type: 'NotParked' } });
    const empty = { session: null, slot: slot() };
    expect(decide(empty, { target: { by: 'SLOT', slotId: 'slot-one' } })).toMatchObject({
      refusal: { type: 'NotParked' },
    });
    expect(decide({ session: null, slot: null }, { target: byPlate })).toMatchObject({
      refusal: { type: 'NotParked' },
    });
  });

  it('is for the owner, of then or of now, and for those who work there', () => {
    expect(decide({}, { actor: driver })).toMatchObject({ outcome: 'accepted' });
    expect(decide({ ownerId: 'customer-two' }, { actor: otherDriver })).toMatchObject({
      outcome: 'accepted',
    });
    expect(decide({}, { actor: attendant })).toMatchObject({ outcome: 'accepted' });
  });

  it('tells others nothing', () => {
    expect(decide({}, { actor: otherDriver })).toMatchObject({ refusal: { type: 'NotFound' } });
    expect(decide({}, { actor: stranger })).toMatchObject({ refusal: { type: 'NotFound' } });
    expect(decide({}, { actor: partner })).toMatchObject({ refusal: { type: 'NotFound' } });
    expect(decide({}, { actor: stranger, target: byPlate })).toMatchObject({
      refusal: { type: 'NotParked' },
    });
    expect(decide({}, { actor: otherDriver, target: byPlate })).toMatchObject({
      refusal: { type: 'NotPermitted' },
    });
  });

  it('is refused before the entry and in the future', () => {
    const refused = { refusal: { type: 'InvalidInput', field: 'at' } };
    expect(decide({}, { at: minutes(-61) })).toMatchObject(refused);
    expect(decide({}, { at: minutes(3) })).toMatchObject(refused);
    expect(decide({}, { at: minutes(-60) })).toMatchObject({ outcome: 'accepted' });
  });

  it('is refused when the exit rule of the facility says so', () => {
    const unpaid = { type: 'Unpaid', message: 'Pay first.' } as const;
    const command = { actor: gate, target: bySession, at: noon };
    expect(decideLeave(inside, command, noon, () => unpaid)).toEqual({
      outcome: 'refused',
      refusal: unpaid,
    });
  });

  it('lasts whole seconds', () => {
    expect(durationSeconds(noon, new Date(noon.getTime() + 1_999))).toBe(1);
  });
});
