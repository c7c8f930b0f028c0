import { notFound } from '@voltpark/kit/decision';
import { mayUse } from '../domain/permission.js';
import { happenedAt } from '../domain/reported-time.js';
import { pause, resume } from '../domain/pause-resume.js';
import type { ChargingSession } from '../domain/session.js';
import { progressOf } from './final-record.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import type { Cause, Ports, Stores } from './ports.js';

export interface PauseResumeCommand {
  readonly idempotencyKey: string;
  readonly sessionId: string;
  readonly at: Date | null;
}

/** Lets a session rest. */
export function pauseCharging(ports: Ports) {
  return change(ports, 'pauseCharging', async (stores, session, at) => {
    const decision = pause(session, at);
    if (decision.outcome === 'refused') return decision.refusal;
    for (const paused of decision.events) {
      await stores.sessions.save(paused);
      const progress = await progressOf(stores, paused);
      await stores.publish([{ type: 'SessionPaused', session: paused, progress }]);
    }
    return { sessionId: session.id };
  });
}

/** Lets a session that rests go on. */
export function resumeCharging(ports: Ports) {
  return change(ports, 'resumeCharging', async (stores, session, at) => {
    const decision = resume(session);
    if (decision.outcome === 'refused') return decision.refusal;
    for (const active of decision.events) {
      await stores.sessions.save(active);
      const progress = await progressOf(stores, active);
      await stores.publish([{ type: 'SessionResumed', session: active, progress, resumedAt: at }]);
    }
    return { sessionId: session.id };
  });
}

/** A command to a session that the actor may use; at most once under its key. */
function change<Result>(
  { transact, clock }: Ports,
  operation: string,
  act: (stores: Stores, session: ChargingSession, at: Date) => Promise<Result>,
) {
  return async (cause: Cause, { idempotencyKey, ...input }: PauseResumeCommand) =>
    idempotencyKeyRefusal(idempotencyKey) ??
    transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation, input }, async () => {
        const { actor } = cause;
        const session = await stores.sessions.hold(input.sessionId);
        if (session === null || !mayUse(actor, session)) {
          return notFound('ChargingSession', input.sessionId);
        }
        const { tenantId } = session;
        const at = happenedAt(input.at, { actor, tenantId, now: clock.now() });
        if (!(at instanceof Date)) return at;
        return act(stores, session, at);
      }),
    );
}
