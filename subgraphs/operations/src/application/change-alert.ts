import { invalidInput, notFound, type Decision } from '@voltpark/kit/decision';
import {
  acknowledge,
  resolve,
  type Alert,
  type AlertAlreadyResolved,
  type AlertEvent,
} from '../domain/alert.js';
import { limits } from '../domain/limits.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Somebody takes care of an alert. */
export function acknowledgeAlert(ports: Ports) {
  return (cause: Cause, alertId: string) =>
    change(ports, cause, alertId, (alert, now) => acknowledge(alert, cause.actor.id, now));
}

/** Somebody says that an alert is over; the same is not raised again before it was. */
export function resolveAlert(ports: Ports) {
  return async (cause: Cause, { alertId, reason }: { alertId: string; reason: string }) => {
    const written = reason.trim();
    if (written.length === 0 || written.length > limits.reasonCharacters) {
      return invalidInput('reason', `A reason has 1 to ${limits.reasonCharacters} characters.`);
    }
    return change(ports, cause, alertId, (alert, now) =>
      resolve(alert, { by: cause.actor.id, reason: written, now }),
    );
  };
}

function change(
  { transact, clock }: Ports,
  cause: Cause,
  alertId: string,
  decide: (alert: Alert, now: Date) => Decision<AlertEvent, AlertAlreadyResolved>,
) {
  return transact(cause, async ({ alerts, publish }) => {
    const alert = await alerts.hold(alertId, reachOf(cause.actor));
    if (alert === null) return notFound('Alert', alertId);
    const decision = decide(alert, clock.now());
    if (decision.outcome === 'refused') return decision.refusal;
    for (const event of decision.events) await alerts.save(event.alert);
    await publish(decision.events);
    return { alertId };
  });
}
