import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exitRuleOf,
  exitStanding,
  exitTermsFrom,
  paidUpTo,
  type ExitTerms,
} from '../../src/domain/exit.js';
import { decideLeave, type LeaveCommand } from '../../src/domain/leave.js';
import { decideOpenExit } from '../../src/domain/open-exit.js';
import { attendant, driver, gate, stranger } from '../support/actors.js';
import {
  closedSession,
  minutes,
  noon,
  occupancyWith,
  openSession,
  slot,
  standardIce,
} from '../support/builders.js';
import { moved } from '../../src/domain/occupancy.js';

const prepaid: ExitTerms = { payment: 'PAY_PRIOR_TO_EXIT', graceSeconds: 900, freeMinutes: 0 };
const taken = slot({ status: 'OCCUPIED', sessionId: 'session-one' });

const leave = (
  session: Parameters<typeof openSession>[0],
  terms: ExitTerms,
  { actor = gate, at = noon }: Partial<LeaveCommand> = {},
) =>
  decideLeave(
    {
      session: openSession({ customerId: 'customer-one', ...session }),
      slot: taken,
      ownerId: null,
    },
    { actor, target: { by: 'SESSION', sessionId: 'session-one' }, at },
    noon,
    exitRuleOf(terms),
  );

describe('paying before the exit', () => {
  it('is asked where the facility says so, and nowhere else', () => {
    expect(leave({}, prepaid)).toMatchObject({
      refusal: { type: 'PaymentRequired', reason: 'UNPAID', paidUntil: null, exitBy: null },
    });
    expect(leave({}, { ...prepaid, payment: 'PAY_AFTER_EXIT' })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('opens the exit up to the last instant of the grace', () => {
    expect(leave({ paidUntil: minutes(-15) }, prepaid)).toMatchObject({ outcome: 'accepted' });
    const late = { paidUntil: new Date(minutes(-15).getTime() - 1) };
    expect(leave(late, prepaid)).toMatchObject({
      refusal: { reason: 'GRACE_OVER', paidUntil: late.paidUntil, session: { id: 'session-one' } },
    });
    expect(leave({ paidUntil: minutes(0) }, { ...prepaid, graceSeconds: 0 })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('lets those out who only drove through', () => {
    const terms = { ...prepaid, freeMinutes: 10 };
    expect(leave({ enteredAt: minutes(-10) }, terms)).toMatchObject({ outcome: 'accepted' });
    expect(leave({ enteredAt: minutes(-11) }, terms)).toMatchObject({
      refusal: { reason: 'UNPAID', exitBy: minutes(-1) },
    });
    expect(leave({ enteredAt: noon }, prepaid)).toMatchObject({ refusal: { reason: 'UNPAID' } });
  });

  it('believes the clock of a gate, and no driver who says to have left in time', () => {
    const paid = { paidUntil: minutes(-40) };
    const earlier = { at: minutes(-30) };
    expect(leave(paid, prepaid, earlier)).toMatchObject({ outcome: 'accepted' });
    expect(leave(paid, prepaid, { ...earlier, actor: driver })).toMatchObject({
      refusal: { reason: 'GRACE_OVER', exitBy: minutes(-25) },
    });
  });

  it('keeps the farthest payment, in whatever order they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1 }), (paid) => {
        const after = paid.reduce(
          (session, minute) => paidUpTo(session, minutes(minute)),
          openSession(),
        );
        expect(after.paidUntil).toEqual(minutes(Math.max(...paid)));
      }),
    );
  });

  it('says the same to whoever asks as to whoever leaves', () => {
    const instants = fc.integer({ min: -600, max: 0 });
    fc.assert(
      fc.property(
        instants,
        fc.option(instants),
        fc.integer({ min: 0, max: 7_200 }),
        fc.integer({ min: 0, max: 240 }),
        (entered, paid, graceSeconds, freeMinutes) => {
          const stay = {
            enteredAt: minutes(entered),
            paidUntil: paid === null ? null : minutes(paid),
          };
          const terms = { ...prepaid, graceSeconds, freeMinutes };
          const { mayLeave } = exitStanding(stay, terms, noon);
          expect(leave(stay, terms).outcome).toBe(mayLeave ? 'accepted' : 'refused');
        },
      ),
    );
  });
});

describe('settings of the exit', () => {
  it('are read, and fall back to those of the house where they make no sense', () => {
    const settings = { payment: 'PAY_PRIOR_TO_EXIT', grace: 'PT1H30S', freeMinutes: 10 };
    expect(exitTermsFrom(settings)).toEqual({
      payment: 'PAY_PRIOR_TO_EXIT',
      graceSeconds: 3_630,
      freeMinutes: 10,
    });
    const house = { payment: 'PAY_AFTER_EXIT', graceSeconds: 900, freeMinutes: 0 };
    const nothing = { payment: undefined, grace: undefined, freeMinutes: undefined };
    expect(exitTermsFrom(nothing)).toEqual(house);
    const nonsense = { payment: 'NEVER', grace: 'P1M', freeMinutes: -1 };
    expect(exitTermsFrom(nonsense)).toEqual(house);
    expect(exitTermsFrom({ ...nothing, grace: 'P2D', freeMinutes: 0.5 })).toEqual(house);
  });
});

describe('opening the exit for a stay that is not paid', () => {
  const occupancy = moved(occupancyWith(standardIce), standardIce, 'AVAILABLE', 'OCCUPIED');
  const state = { session: openSession(), slot: taken, occupancy };
  const open = (actor = attendant, reason = 'The machine is broken', of = state) =>
    decideOpenExit(of, noon, { actor, correctionId: 'correction-one', reason, at: noon });

  it('ends the stay and is on record', () => {
    expect(open()).toMatchObject({
      events: [
        {
          session: { status: 'CLOSED', leftAt: noon, ending: 'LEFT', version: 3 },
          slot: { status: 'AVAILABLE', sessionId: null },
          events: [
            { type: 'VehicleLeft', session: { version: 2 } },
            {
              type: 'SessionCorrected',
              kind: 'EXIT_OPENED',
              reason: 'The machine is broken',
              correctedBy: attendant.id,
              after: { version: 3 },
            },
            { type: 'SlotChanged', previous: 'OCCUPIED' },
          ],
        },
      ],
    });
  });

  it('is for the operating staff, with a reason, while the vehicle is inside', () => {
    for (const actor of [gate, driver, stranger]) {
      expect(open(actor)).toMatchObject({ refusal: { type: 'NotPermitted' } });
    }
    expect(open(attendant, ' ')).toMatchObject({
      refusal: { type: 'InvalidInput', field: 'overrideReason' },
    });
    const left = { ...state, session: closedSession() };
    expect(open(attendant, 'Too late', left as never)).toMatchObject({
      refusal: { type: 'NotParked' },
    });
  });
});
