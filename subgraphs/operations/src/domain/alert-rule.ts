import { accepted, invalidInput, refused, type Decision } from '@voltpark/kit/decision';
import { limits } from './limits.js';

export type AlertKind =
  | 'HIGH_OCCUPANCY'
  | 'LOW_AVAILABILITY'
  | 'HIGH_REVENUE'
  | 'DEVICE_UNHEALTHY'
  | 'FEED_STALE'
  | 'ERROR_BUDGET_BURN';
export type Severity = 'INFO' | 'WARNING' | 'CRITICAL';

/** When a facility's staff wants to be told of what. */
export interface AlertRule {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly kind: AlertKind;
  /** In the unit of the kind; reached is enough. */
  readonly threshold: number;
  /** How far the value must go back behind the threshold before the alert is over. */
  readonly margin: number;
  /** How long the threshold must be reached before the alert is raised. */
  readonly holdSeconds: number;
  readonly severity: Severity;
  /** Time after which an alert that nobody acknowledged is escalated; null: never. */
  readonly escalateAfterSeconds: number | null;
  readonly isEnabled: boolean;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

interface KindOfRule {
  /** What is watched falls below the threshold, instead of rising above it. */
  readonly isFloor: boolean;
  readonly minimum: number;
  readonly maximum: number;
  describe(value: number, threshold: number): string;
}

const hours = (seconds: number) => `${(seconds / 3_600).toFixed(1)} h`;

/** What each kind measures, in which unit and within which bounds. */
export const alertKinds: Readonly<Record<AlertKind, KindOfRule>> = {
  HIGH_OCCUPANCY: {
    ...{ isFloor: false, minimum: 1, maximum: 100 },
    describe: (value, threshold) => `${value.toFixed(0)} % taken, ${threshold} % is the threshold.`,
  },
  LOW_AVAILABILITY: {
    ...{ isFloor: true, minimum: 0, maximum: 100_000 },
    describe: (value, threshold) => `${value} places free, ${threshold} is the threshold.`,
  },
  HIGH_REVENUE: {
    ...{ isFloor: false, minimum: 1, maximum: 1e12 },
    describe: (value, threshold) =>
      `Revenue of the day is ${value}, ${threshold} is the threshold (minor units).`,
  },
  DEVICE_UNHEALTHY: {
    ...{ isFloor: false, minimum: 1, maximum: 2 },
    describe: (value) => (value >= 2 ? 'A device does not work.' : 'A device works in part.'),
  },
  FEED_STALE: {
    ...{ isFloor: false, minimum: 60, maximum: 30 * 86_400 },
    describe: (value, threshold) =>
      `No count for ${hours(value)}, ${hours(threshold)} is the threshold.`,
  },
  ERROR_BUDGET_BURN: {
    ...{ isFloor: false, minimum: 0.1, maximum: 10_000 },
    describe: (value, threshold) =>
      `The error budget burns ${value.toFixed(1)} times too fast, ${threshold} is the threshold.`,
  },
};

/** Rules that every facility has from the beginning; its staff may change them. */
export const defaultRules: readonly Omit<
  AlertRule,
  'id' | 'facilityId' | 'tenantId' | 'updatedAt' | 'updatedBy'
>[] = [
  {
    ...{ kind: 'HIGH_OCCUPANCY', threshold: 95, margin: 5, holdSeconds: 60 },
    ...{ severity: 'INFO', escalateAfterSeconds: null, isEnabled: true },
  },
  {
    ...{ kind: 'DEVICE_UNHEALTHY', threshold: 2, margin: 0, holdSeconds: 0 },
    ...{ severity: 'WARNING', escalateAfterSeconds: 1_800, isEnabled: true },
  },
  {
    ...{ kind: 'FEED_STALE', threshold: 6 * 3_600, margin: 0, holdSeconds: 0 },
    ...{ severity: 'WARNING', escalateAfterSeconds: null, isEnabled: true },
  },
  {
    ...{ kind: 'ERROR_BUDGET_BURN', threshold: 6, margin: 1, holdSeconds: 0 },
    ...{ severity: 'CRITICAL', escalateAfterSeconds: 1_800, isEnabled: true },
  },
];

export interface RuleSaved {
  readonly type: 'RuleSaved';
  readonly rule: AlertRule;
}

/** A rule may be kept when it can ever be right. */
export function saveRule(rule: AlertRule): Decision<RuleSaved, ReturnType<typeof invalidInput>> {
  const { minimum, maximum } = alertKinds[rule.kind];
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  if (!within(rule.threshold, minimum, maximum)) {
    return refused(invalidInput('threshold', `Between ${minimum} and ${maximum} for this kind.`));
  }
  if (!within(rule.margin, 0, maximum)) {
    return refused(invalidInput('margin', `Between 0 and ${maximum} for this kind.`));
  }
  if (!within(rule.holdSeconds, 0, limits.ruleSeconds)) {
    return refused(invalidInput('holdFor', 'At most P7D.'));
  }
  if (
    rule.escalateAfterSeconds !== null &&
    !within(rule.escalateAfterSeconds, 60, limits.ruleSeconds)
  ) {
    return refused(invalidInput('escalateAfter', 'PT1M to P7D.'));
  }
  return accepted({ type: 'RuleSaved', rule });
}
