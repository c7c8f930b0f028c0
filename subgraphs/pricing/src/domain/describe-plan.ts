import { unreachable } from '@voltpark/kit/decision';
import type { RatePlan } from './rules.js';

type Table = RatePlan['tables'][number];
type Line = Table['lines'][number];

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A rate plan for people, one sentence a rule. */
export function summaryOfPlan(plan: RatePlan): string[] {
  const { currency, graceMinutes, dailyMaximum, maximumPer24Hours, lostTicketFee } = plan;
  const money = (amount: string) => `${amount} ${currency}`;
  return [
    ...plan.tables.map((table) => `${whoOf(table)}: ${table.lines.map(lineOf(money)).join(', ')}`),
    ...plan.windows.map(
      ({ name, days, from, to, multiplier, maxValue }) =>
        `${name}: × ${multiplier} from ${from} to ${to}${daysOf(days)}${atMost(maxValue, money)}`,
    ),
    ...(graceMinutes === 0 ? [] : [`up to ${graceMinutes} min free`]),
    ...(dailyMaximum === null ? [] : [`at most ${money(dailyMaximum)} a day`]),
    ...(maximumPer24Hours === null ? [] : [`at most ${money(maximumPer24Hours)} in 24 hours`]),
    ...resetOf(plan.reset),
    ...(Number(lostTicketFee) === 0 ? [] : [`lost ticket: a day and ${money(lostTicketFee)}`]),
    taxOf(plan),
    ...overlapOf(plan.overlap),
  ];
}

function lineOf(money: (amount: string) => string) {
  return (line: Line): string => {
    const { type, fromMinutes, untilMinutes, incrementMinutes, value, maxValue } = line;
    const from = fromMinutes === 0 ? '' : ` from ${fromMinutes} min`;
    const until = untilMinutes === null ? '' : ` until ${untilMinutes} min`;
    switch (type) {
      case 'FLAT_RATE':
        return `${money(value)} once${from}`;
      case 'FLAT_RATE_TIER':
        return `${money(value)} in all${from}`;
      case 'INCREMENTING_RATE':
        return `${money(value)} per begun ${incrementMinutes} min${from}${until}${atMost(maxValue, money)}`;
      default:
        return unreachable(type);
    }
  };
}

function whoOf({ name, sizes, drive }: Table): string {
  const limits = [...sizes, ...(drive === 'ANY' ? [] : [drive])];
  return limits.length === 0 ? name : `${name} (${limits.join(', ').toLowerCase()})`;
}

const daysOf = (days: readonly number[]) =>
  days.length === 0 ? '' : ` on ${days.map((day) => weekdays[day - 1]).join(', ')}`;

const atMost = (amount: string | null, money: (amount: string) => string) =>
  amount === null ? '' : `, at most ${money(amount)}`;

function resetOf(reset: RatePlan['reset']): string[] {
  if (reset.kind === 'NEVER') return [];
  return [
    reset.kind === 'EVERY' ? `anew every ${reset.minutes} min` : `anew every day at ${reset.time}`,
  ];
}

function taxOf({ taxPercent, taxIncluded }: RatePlan): string {
  if (taxPercent === null) return 'no tax applies';
  return taxIncluded ? `with ${taxPercent} % tax` : `plus ${taxPercent} % tax`;
}

function overlapOf({ parkingShareWhileCharging: share, idleFee }: RatePlan['overlap']): string[] {
  return [
    ...(Number(share) === 1 ? [] : [`while charging × ${share}`]),
    ...(idleFee === 'ADDS' ? ['an idle fee comes on top'] : []),
  ];
}
