import { notFound } from '@voltpark/kit/decision';
import { decideCancelPass } from '../domain/pass.js';
import { passOf } from './buy-pass.js';
import { passSalesOf } from './pass-sight.js';
import type { Cause, Ports } from './ports.js';

/** Ends a pass: an own one, or as an operator one of the tenant's. */
export function cancelPass({ clock, reads, transact }: Ports) {
  return async (
    cause: Cause,
    command: { readonly passId: string; readonly reason?: string | null | undefined },
  ) => {
    const { passId, reason } = command;
    const { customerId } = cause.actor;
    const sight = { customerId, reach: passSalesOf(cause.actor) };
    const result = await transact(cause, async ({ passes, save }) => {
      const pass = await passes.hold(passId, sight);
      if (pass === null) return notFound('Pass', passId);
      const decision = decideCancelPass(pass, reason, clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      await save(decision.events);
      return { passId };
    });
    return 'type' in result ? result : { pass: await passOf(reads, passId) };
  };
}
