import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import { alertKinds, type AlertKind, type AlertRule, type Severity } from './alert-rule.js';
import { limits } from './limits.js';

/** Something that needs attention, from being raised to being over. */
export interface Alert {
  readonly id: string;
  readonly ruleId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly status: 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';
  readonly subjectId: string;
  readonly message: string;
  readonly value: number;
  readonly threshold: number;
  readonly raisedAt: Date;
  /** How often nobody took care in time. */
  readonly escalation: number;
  readonly escalateAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: Date | null;
  /** Null while it lasts, and where it ended by itself. */
  readonly resolvedBy: string | null;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
  /** Counts its events from 1. */
  readonly version: number;
}

/** What was measured of a subject. */
export interface Measure {
  readonly subjectId: string;
  readonly value: number;
  /** Places, where occupancy was measured. */
  readonly places?: { readonly free: number; readonly capacity: number };
}

/** How a rule stands with a subject: since when its threshold is reached, and the alert that was raised for it. */
export interface Standing {
  readonly since: Date | null;
  readonly alertId: string | null;
}

export type AlertEvent =
  | { readonly type: 'AlertRaised'; readonly alert: Alert; readonly measure: Measure }
  | {
      readonly type: 'AlertAcknowledged' | 'AlertEscalated' | 'AlertResolved';
      readonly alert: Alert;
    };

export type Verdict = 'REACHED' | 'BETWEEN' | 'OVER';

/** Whether a value reaches the threshold, has gone back behind it by the margin, or is between. */
export function verdictOf(
  {
    kind,
    threshold,
    margin,
    isEnabled,
  }: Pick<AlertRule, 'kind' | 'threshold' | 'margin' | 'isEnabled'>,
  value: number | null,
): Verdict {
  if (value === null || !isEnabled) return 'OVER';
  const beyond = alertKinds[kind].isFloor ? threshold - value : value - threshold;
  if (beyond >= 0) return 'REACHED';
  return beyond >= -margin ? 'BETWEEN' : 'OVER';
}

/** What follows from a measurement: raised once while it lasts, and not again before it was over. */
export function judge(
  rule: AlertRule,
  standing: Standing,
  measure: Measure | null,
  { now, newId }: { readonly now: Date; readonly newId: string },
): { readonly standing: Standing; readonly raised: AlertEvent | null; readonly isOver: boolean } {
  const verdict = verdictOf(rule, measure?.value ?? null);
  if (verdict === 'OVER' || measure === null) {
    return {
      standing: { since: null, alertId: null },
      raised: null,
      isOver: standing.alertId !== null,
    };
  }
  if (verdict === 'BETWEEN') {
    // Nothing new begins between, and nothing that was raised ends there.
    const since = standing.alertId === null ? null : standing.since;
    return { standing: { ...standing, since }, raised: null, isOver: false };
  }
  const since = standing.since ?? now;
  const isDue = since.getTime() + rule.holdSeconds * 1_000 <= now.getTime();
  if (standing.alertId !== null || !isDue) {
    return { standing: { ...standing, since }, raised: null, isOver: false };
  }
  const alert = raise(rule, measure, now, newId);
  return {
    standing: { since, alertId: alert.id },
    raised: { type: 'AlertRaised', alert, measure },
    isOver: false,
  };
}

function raise(rule: AlertRule, { subjectId, value }: Measure, now: Date, id: string): Alert {
  const { id: ruleId, facilityId, tenantId, kind, severity, threshold } = rule;
  return {
    ...{ id, ruleId, facilityId, tenantId, kind, severity, subjectId, value, threshold },
    status: 'OPEN',
    message: alertKinds[kind].describe(value, threshold),
    raisedAt: now,
    escalation: 0,
    escalateAt: later(now, rule.escalateAfterSeconds),
    acknowledgedBy: null,
    acknowledgedAt: null,
    resolvedBy: null,
    resolvedAt: null,
    resolution: null,
    version: 1,
  };
}

const later = (now: Date, seconds: number | null) =>
  seconds === null ? null : new Date(now.getTime() + seconds * 1_000);

const alreadyResolved = ({ id: alertId, resolvedAt }: Alert) =>
  ({
    type: 'AlertAlreadyResolved',
    alertId,
    resolvedAt: resolvedAt ?? new Date(0),
    message: 'The alert is over.',
  }) as const;
export type AlertAlreadyResolved = ReturnType<typeof alreadyResolved>;

/** Somebody takes care: nothing is escalated any more. The first who says so stays. */
export function acknowledge(
  alert: Alert,
  by: string,
  now: Date,
): Decision<AlertEvent, AlertAlreadyResolved> {
  if (alert.status === 'RESOLVED') return refused(alreadyResolved(alert));
  if (alert.status === 'ACKNOWLEDGED') return accepted();
  const version = alert.version + 1;
  const changed = { acknowledgedBy: by, acknowledgedAt: now, escalateAt: null, version };
  const after: Alert = { ...alert, status: 'ACKNOWLEDGED', ...changed };
  return accepted({ type: 'AlertAcknowledged', alert: after });
}

/** It is over: by itself (`by` is null), or because a person says so. */
export function resolve(
  alert: Alert,
  { by, reason, now }: { readonly by: string | null; readonly reason: string; readonly now: Date },
): Decision<AlertEvent, AlertAlreadyResolved> {
  if (alert.status === 'RESOLVED') return refused(alreadyResolved(alert));
  const changed = { resolvedBy: by, resolvedAt: now, resolution: reason, escalateAt: null };
  const after: Alert = { ...alert, status: 'RESOLVED', ...changed, version: alert.version + 1 };
  return accepted({ type: 'AlertResolved', alert: after });
}

/** Nobody took care in time: told again, at most {@link limits.escalations} times. */
export function escalate(alert: Alert, afterSeconds: number | null, now: Date): AlertEvent[] {
  const { status, escalateAt, version } = alert;
  if (status !== 'OPEN' || escalateAt === null || escalateAt > now) return [];
  const escalation = alert.escalation + 1;
  const next = escalation >= limits.escalations ? null : later(now, afterSeconds);
  const after: Alert = { ...alert, escalation, escalateAt: next, version: version + 1 };
  return [{ type: 'AlertEscalated', alert: after }];
}
