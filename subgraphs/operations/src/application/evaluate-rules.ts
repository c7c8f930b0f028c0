import { judge, escalate, resolve, type Measure } from '../domain/alert.js';
import type { AlertRule } from '../domain/alert-rule.js';
import { limits } from '../domain/limits.js';
import type { StandingOf, Watched } from './alert-ports.js';
import { measure, type Picture } from './measure.js';
import { systemCause, type Ports } from './ports.js';
import { everything } from '@voltpark/kit/reach';

/**
 * Looks at all rules against what is so now. By level and not by edge: whatever events came late, twice or not at all,
 * the next look sets it right. Only what changes a standing takes a transaction.
 */
export function evaluateRules(ports: Ports): () => Promise<void> {
  const { reads, clock } = ports;
  return async () => {
    for (let after = ''; ;) {
      const facilities = await reads.alerts.watched(after, limits.keepTimeBatch);
      await evaluateSome(ports, facilities);
      const last = facilities.at(-1);
      if (last === undefined || facilities.length < limits.keepTimeBatch) break;
      after = last.id;
    }
    await escalateDue(ports, clock.now());
  };
}

async function evaluateSome(ports: Ports, facilities: readonly Watched[]): Promise<void> {
  const { reads, clock } = ports;
  const ids = facilities.map(({ id }) => id);
  const now = clock.now();
  const rules = await reads.alerts.rulesOf(ids, everything);
  const standings = await reads.alerts.standingsOf(rules.map(({ id }) => id));
  const ailing = await reads.alerts.ailing(ids);
  const objectives = await reads.levels.objectives(ids);
  const sixHours = new Date(now.getTime() - 6 * 3_600_000);
  const periods = await reads.levels.periods(ids, sixHours);
  for (const facility of facilities) {
    const here = ({ facilityId }: { readonly facilityId: string }) => facilityId === facility.id;
    const picture: Picture = {
      facility,
      ailing: ailing.filter(here),
      objectives: objectives.filter(here),
      periods: periods.filter(here),
    };
    for (const rule of rules.filter(here)) {
      const of = standings.filter(({ ruleId }) => ruleId === rule.id);
      await evaluateRule(ports, rule, of, measure(rule.kind, picture, now));
    }
  }
}

/** A rule against everything that it measures now, and what it stood with before. */
async function evaluateRule(
  ports: Ports,
  rule: AlertRule,
  standings: readonly StandingOf[],
  measures: readonly Measure[],
): Promise<void> {
  const subjects = new Set([...measures, ...standings].map(({ subjectId }) => subjectId));
  for (const subjectId of subjects) {
    const before = standings.find((one) => one.subjectId === subjectId);
    const measured = measures.find((one) => one.subjectId === subjectId) ?? null;
    const standing = before ?? { since: null, alertId: null };
    const now = ports.clock.now();
    const after = judge(rule, standing, measured, { now, newId: '' }).standing;
    const isSame =
      after.alertId === standing.alertId && after.since?.getTime() === standing.since?.getTime();
    if (!isSame) await apply(ports, rule, subjectId, measured);
  }
}

/** Judges again with the standing held, so that two who look at once raise one alert. */
function apply(
  { transact, clock, newId }: Ports,
  rule: AlertRule,
  subjectId: string,
  measured: Measure | null,
): Promise<void> {
  return transact(systemCause, async ({ alerts, publish }) => {
    const now = clock.now();
    const held = await alerts.holdStanding(rule.id, subjectId);
    const { standing, raised, isOver } = judge(rule, held, measured, { now, newId: newId() });
    await alerts.saveStanding({ ruleId: rule.id, subjectId, ...standing });
    if (raised !== null) {
      await alerts.add(raised.alert);
      await publish([raised]);
    }
    const over =
      isOver && held.alertId !== null ? await alerts.hold(held.alertId, everything) : null;
    if (over === null) return;
    const decision = resolve(over, { by: null, reason: 'It passed by itself.', now });
    // A person may have resolved it before it was over.
    if (decision.outcome === 'refused') return;
    for (const { alert } of decision.events) await alerts.save(alert);
    await publish(decision.events);
  });
}

function escalateDue({ transact }: Ports, now: Date): Promise<void> {
  return transact(systemCause, async ({ alerts, publish }) => {
    const due = await alerts.holdEscalating(now, limits.keepTimeBatch);
    const rules = await alerts.rules([...new Set(due.map(({ ruleId }) => ruleId))], everything);
    for (const alert of due) {
      const rule = rules.find(({ id }) => id === alert.ruleId);
      const events = escalate(alert, rule?.escalateAfterSeconds ?? null, now);
      for (const event of events) await alerts.save(event.alert);
      await publish(events);
    }
  });
}
