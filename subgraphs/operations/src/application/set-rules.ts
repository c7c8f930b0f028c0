import { invalidInput, notFound } from '@voltpark/kit/decision';
import { saveRule, type AlertRule } from '../domain/alert-rule.js';
import type { DeviceKind } from '../domain/device.js';
import { limits } from '../domain/limits.js';
import type { KnownFacility } from './facility-ports.js';
import type { Cause, Ports } from './ports.js';
import { reachOf, type Reach } from '@voltpark/kit/reach';

export interface SaveRuleCommand extends Pick<
  AlertRule,
  | 'facilityId'
  | 'kind'
  | 'threshold'
  | 'margin'
  | 'holdSeconds'
  | 'severity'
  | 'escalateAfterSeconds'
  | 'isEnabled'
> {
  readonly idempotencyKey: string;
  /** The rule to be changed; null: a new one. */
  readonly ruleId: string | null;
}

/** Adds or changes a rule of a facility. What it raised is judged by the new rule from the next look on. */
export function saveAlertRule(ports: Ports) {
  const { transact, clock, newId } = ports;
  return async (cause: Cause, { idempotencyKey, ...input }: SaveRuleCommand) => {
    const { ruleId, ...wanted } = input;
    const facility = await facilityOf(ports, wanted.facilityId, reachOf(cause.actor));
    if (facility === null) return notFound('Facility', wanted.facilityId);
    return transact(cause, ({ alerts, once }) =>
      once({ idempotencyKey, operation: 'saveAlertRule', input }, async () => {
        const [known] = ruleId === null ? [] : await alerts.rules([ruleId], reachOf(cause.actor));
        const isForeign = known?.facilityId !== facility.id || known.kind !== wanted.kind;
        if (ruleId !== null && isForeign) return notFound('AlertRule', ruleId);
        if (ruleId === null && (await alerts.countRules(facility.id)) >= limits.rulesPerFacility) {
          return invalidInput(
            'facilityId',
            `A facility has at most ${limits.rulesPerFacility} rules.`,
          );
        }
        const made = { updatedAt: clock.now(), updatedBy: cause.actor.id };
        const { tenantId } = facility;
        const rule: AlertRule = { ...wanted, ...made, tenantId, id: ruleId ?? newId() };
        const decision = saveRule(rule);
        if (decision.outcome === 'refused') return decision.refusal;
        await (ruleId === null ? alerts.addRule(rule) : alerts.saveRule(rule));
        return { ruleId: rule.id };
      }),
    );
  };
}

export interface SetObjectiveCommand {
  readonly facilityId: string;
  readonly kind: DeviceKind;
  /** Percent, exact. */
  readonly targetPercent: string;
  readonly windowDays: number;
}

/** Sets what share of the time devices of a kind shall work at a facility. */
export function setObjective(ports: Ports) {
  return async (
    cause: Cause,
    { facilityId, kind, targetPercent, windowDays }: SetObjectiveCommand,
  ) => {
    const facility = await facilityOf(ports, facilityId, reachOf(cause.actor));
    if (facility === null) return notFound('Facility', facilityId);
    // Decimal digits of floating point are noise behind the sixth.
    const targetMilli = Math.round(Number(targetPercent) * 1e9) / 1e6;
    if (!Number.isInteger(targetMilli) || targetMilli < 50_000 || targetMilli > 99_999) {
      return invalidInput('targetPercent', '50 to 99.999, with at most three decimals.');
    }
    if (windowDays < 1 || windowDays > limits.windowDays) {
      return invalidInput('windowDays', `1 to ${limits.windowDays}.`);
    }
    const objective = { facilityId, kind, tenantId: facility.tenantId, targetMilli, windowDays };
    await ports.transact(cause, ({ levels }) => levels.save(objective, ports.clock.now()));
    return { facilityId };
  };
}

/** A facility within reach; null where there is none. */
export async function facilityOf(
  { reads }: Pick<Ports, 'reads'>,
  id: string,
  reach: Reach,
): Promise<KnownFacility | null> {
  const [facility] = await reads.facilities.byIds([id]);
  if (facility === undefined || reach.kind === 'NOTHING') return null;
  return reach.kind === 'TENANT' && reach.tenantId !== facility.tenantId ? null : facility;
}
