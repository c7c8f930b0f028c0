import { invalidInput, notFound } from '@voltpark/kit/decision';
import { planContent } from '../domain/content.js';
import { planFromStrategy, type StrategyNumbers } from '../domain/strategy.js';
import { isTimeZone } from '../domain/time-zone.js';
import type { Content } from '../domain/rules.js';
import { lint, type LintOptions } from './findings.js';
import type { Ports } from './ports.js';
import { publicReach } from '@voltpark/kit/reach';

/** Numbers of a strategy, of which a facility may give what is left open. */
export interface StrategyWish extends Omit<StrategyNumbers, 'strategy' | 'currency'> {
  readonly facilityId: string | null;
  readonly strategy: StrategyNumbers['strategy'] | null;
  readonly currency: string | null;
}

/** The rules that a strategy comes to, and what may not be meant so. `field` is where in the input it stands. */
export function proposePlan({ reads, clock }: Ports) {
  return async (wish: StrategyWish, field: string) => {
    const { facilityId } = wish;
    const [facility] =
      facilityId === null ? [] : await reads.facilities.byIds([facilityId], publicReach);
    if (facilityId !== null && facility === undefined) return notFound('Facility', facilityId);
    const strategy = wish.strategy ?? facility?.strategy;
    if (strategy === undefined) {
      return invalidInput(`${field}.strategy`, 'Say which strategy, or a facility that has one.');
    }
    const currency = wish.currency ?? facility?.currency;
    if (currency === undefined) {
      return invalidInput(`${field}.currency`, 'Say which currency, or a facility that has one.');
    }
    const { facilityId: _facilityId, ...numbers } = wish;
    const result = planFromStrategy({ ...numbers, strategy, currency }, field);
    if (!result.ok) return result.refusal;
    const year = clock.now().getUTCFullYear();
    const timeZone = facility?.timeZone ?? 'UTC';
    const findings = lint(planContent(result.value), { timeZone, year });
    return { plan: result.value, findings };
  };
}

/** What the author of a tariff or plan may not have meant. */
export function lintContent({ clock }: Ports) {
  return (
    content: Content,
    { timeZone, year }: Omit<LintOptions, 'year'> & { year: number | null },
  ) => {
    if (!isTimeZone(timeZone)) return invalidInput('timeZone', `There is no zone "${timeZone}".`);
    const tried = year ?? clock.now().getUTCFullYear();
    if (tried < 1970 || tried > 2100) return invalidInput('year', 'A year is 1970 to 2100.');
    return { findings: lint(content, { timeZone, year: tried }) };
  };
}
