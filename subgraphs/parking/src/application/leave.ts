import { invalidInput } from '@voltpark/kit/decision';
import { exitRuleOf } from '../domain/exit.js';
import { decideLeave, type LeaveTarget } from '../domain/leave.js';
import { limits } from '../domain/limits.js';
import { readRegistration } from '../domain/registration.js';
import { decideOpenExit } from '../domain/open-exit.js';
import { durationSeconds } from '../domain/session.js';
import { correctionOf } from './correct-session.js';
import { idempotencyKeyFault, keyReused } from './idempotency-key.js';
import { saveExit } from './save-exit.js';
import type { Cause, OnceRequest, Ports } from './ports.js';

export interface LeaveInput {
  readonly sessionId?: string | null | undefined;
  readonly slotId?: string | null | undefined;
  readonly registration?: string | null | undefined;
  readonly at?: Date | null | undefined;
  /** Why staff open the exit though the stay is not paid. */
  readonly overrideReason?: string | null | undefined;
  readonly idempotencyKey: string;
}

/** Lets a vehicle out. */
export function leave(ports: Ports) {
  const { clock, gate, reads } = ports;
  const open = openExit(ports);
  return async (cause: Cause, input: LeaveInput) => {
    const target = targetOf(input);
    if ('message' in target) return target;
    const once: OnceRequest = {
      idempotencyKey: input.idempotencyKey,
      operation: 'leave',
      input,
    };
    for (let attempt = 1; attempt <= limits.decisionAttempts; attempt += 1) {
      const state = await gate.loadLeave(cause, once, target);
      if (state.earlier === 'OTHER') return keyReused(input.idempotencyKey);
      if (state.earlier === 'SAME') return again(reads, state.sessionId);
      const now = clock.now();
      const command = { actor: cause.actor, target, at: input.at ?? now };
      const decision = decideLeave(state, command, now, exitRuleOf(state.exitTerms));
      if (decision.outcome === 'refused') {
        const { refusal } = decision;
        if (refusal.type !== 'PaymentRequired' || input.overrideReason == null) return refusal;
        return open(cause, once, {
          sessionId: refusal.session.id,
          leftAt: command.at,
          reason: input.overrideReason,
        });
      }
      const [left] = decision.events;
      if (left === undefined) throw new Error('Leaving is granted or refused.');
      if (await gate.leave(cause, once, left)) return answerOf(left.session);
    }
    throw new Error(`Leaving was not decided in ${limits.decisionAttempts} attempts.`);
  };
}

/** Lets a vehicle out that would have to pay first: rare, and on record, so in a transaction like other corrections. */
function openExit(ports: Ports) {
  return async (
    cause: Cause,
    once: OnceRequest,
    { sessionId, leftAt, reason }: { sessionId: string; leftAt: Date; reason: string },
  ) => {
    const opened = await ports.transact(cause, (stores) =>
      stores.once(once, async () => {
        const session = (await stores.holdSessions([sessionId])).get(sessionId) ?? null;
        const slot = session === null ? null : await stores.holdSlot(session.slotId);
        const occupancy = session === null ? null : await stores.holdOccupancy(session.facilityId);
        const state = { session, slot, occupancy };
        const decision = decideOpenExit(state, leftAt, correctionOf(ports, cause, reason));
        if (decision.outcome === 'refused') return decision.refusal;
        for (const exit of decision.events) await saveExit(stores, exit);
        return { sessionId };
      }),
    );
    return 'sessionId' in opened ? again(ports.reads, opened.sessionId) : opened;
  };
}

/** Exactly one of the three ways to name the vehicle. */
function targetOf(input: LeaveInput) {
  const keyFault = idempotencyKeyFault(input.idempotencyKey);
  if (keyFault !== null) return keyFault;
  const { sessionId, slotId, registration } = input;
  if ([sessionId, slotId, registration].filter((given) => given != null).length !== 1) {
    return invalidInput(
      'sessionId',
      'Exactly one of sessionId, slotId and registration is needed.',
    );
  }
  if (sessionId != null) return { by: 'SESSION', sessionId } satisfies LeaveTarget;
  if (slotId != null) return { by: 'SLOT', slotId } satisfies LeaveTarget;
  const read = readRegistration(registration ?? '');
  if ('refusal' in read) return read.refusal;
  return { by: 'REGISTRATION', registration: read.registration.normalised } satisfies LeaveTarget;
}

async function again(reads: Ports['reads'], sessionId: string) {
  const everything = { all: true, tenantId: null, customerId: null };
  const [session] = await reads.sessions([sessionId], everything);
  if (session === undefined) throw new Error('A stay that ended is gone.');
  return answerOf(session);
}

const answerOf = <Session extends Parameters<typeof lengthOf>[0]>(session: Session) => ({
  __typename: 'VehicleLeft' as const,
  session,
  durationSeconds: lengthOf(session),
});

/** A session that was merged away after it ended has its length in the session it became a part of. */
const lengthOf = (session: { readonly enteredAt: Date; readonly leftAt?: Date }) =>
  durationSeconds(session.enteredAt, session.leftAt ?? session.enteredAt);
