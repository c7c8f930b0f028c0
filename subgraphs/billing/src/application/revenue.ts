import { invalidInput } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';
import {
  byKindOf,
  periodsBetween,
  revenuePeriods,
  type Granularity,
  type RevenueOfKind,
  type RevenuePeriod,
} from '../domain/revenue.js';
import type { Cause, Ports } from './ports.js';

/** Which revenue: of a facility, from one local day to another, both included. */
export interface RevenueQuestion {
  readonly facilityId: string;
  readonly from: string;
  readonly to: string;
  readonly granularity: Granularity;
}

/** What a facility earned, without tax. */
export interface Revenue extends RevenueQuestion {
  readonly currency: string;
  readonly periods: readonly RevenuePeriod[];
  readonly netMinor: number;
  readonly byKind: readonly RevenueOfKind[];
}

/** What a facility earned, from the ledger; null when it is not one of the actor's. */
export function revenue({ reads }: Pick<Ports, 'reads'>) {
  return async ({ actor }: Cause, question: RevenueQuestion) => {
    const { from, to, granularity } = question;
    if (from > to) return invalidInput('to', '`to` is not before `from`.');
    // Counting days first keeps a range of a thousand years from being listed.
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
    const isLong = days > limits.revenueDays * (granularity === 'DAY' ? 1 : 31);
    if (isLong || periodsBetween(from, to, granularity).length > limits.revenuePeriods) {
      return invalidInput('to', `A summary has at most ${limits.revenuePeriods} periods.`);
    }
    const facility = await reads.revenue.facility(question.facilityId);
    const isOwn = actor.roles.includes('ADMIN') || actor.tenantId === facility?.tenantId;
    if (facility === null || !isOwn) return null;
    const rows = await reads.revenue.rows(question, facility.timeZone);
    const byKind = byKindOf(rows);
    const summary: Revenue = {
      ...question,
      currency: facility.currency,
      periods: revenuePeriods(rows, question),
      netMinor: byKind.reduce((sum, { netMinor }) => sum + netMinor, 0),
      byKind,
    };
    return summary;
  };
}
